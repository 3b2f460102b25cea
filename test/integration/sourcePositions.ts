import { findSourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A stack that points into the TypeScript sources. VS Code writes stacks itself and leaves them pointing into bundles;
 * mocha has cut the working folder off their paths.
 */
export function withSourcePositions(stack: string): string {
  return stack.replace(/([^\s():]+\.js):(\d+):(\d+)/g, (place, file: string, line: string, column: string) => {
    const origin = findSourceMap(path.resolve(file))?.findOrigin(Number(line), Number(column));
    if (origin === undefined || !('fileName' in origin)) return place;
    return `${path.relative('', fileURLToPath(origin.fileName))}:${origin.lineNumber}:${origin.columnNumber}`;
  });
}
