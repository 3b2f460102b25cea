declare module '*.svg' {
  /** The markup of the picture, bundled as text. */
  const markup: string;
  export default markup;
}
