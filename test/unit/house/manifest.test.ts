import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../../package.json';
import { defaultBackendPort } from '../../../src/app/backend.ts';
import { providerIds } from '../../../src/app/provider/createProvider.ts';
import { defaultModels } from '../../../src/app/provider/providerSettings.ts';
import { defaultChoices } from '../../../src/app/run/prepareRun.ts';
import { compatiblePresets, structuredModes } from '../../../src/core/signal/compatible.ts';
import { commandIds, extensionId, panelViewType, unlistedCommands } from '../../../src/host/commandIds.ts';
import { repository } from '../../fixtures/folders.ts';

const contributed = manifest.contributes.commands.map(({ command }) => command);
const settings = Object.entries(manifest.contributes.configuration.properties);
const walkthroughMedia = manifest.contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => (('svg' in media ? media.svg : media.markdown) ?? '')));
const read = (file: string) => readFileSync(path.join(repository, file), 'utf8');

describe('the manifest', () => {
  it('contributes every command there is but the unlisted ones, and no other', () => {
    const unlisted = unlistedCommands.map((name) => commandIds[name]) as readonly string[];
    assert.deepEqual([...contributed].sort(), Object.values(commandIds).filter((id) => !unlisted.includes(id)).sort());
  });

  it('puts only contributed commands into menus', () => {
    assert.deepEqual(Object.values(manifest.contributes.menus).flat().map(({ command }) => command).filter((command) => !contributed.includes(command)), []);
  });

  it('shows every command under LLM Signals', () => {
    assert.ok(manifest.contributes.commands.every(({ category }) => category === 'LLM Signals'));
  });

  it('describes every setting, with default and scope', () => {
    for (const [key, setting] of settings) {
      assert.ok(key.startsWith('llmSignals.') && setting.markdownDescription.length > 20 && setting.scope !== '' && setting.default !== undefined, `Expected a whole ${key}`);
    }
  });

  it('gives each setting a place of its own, in the order they are written', () => {
    assert.deepEqual(settings.map(([, { order }]) => order), settings.map((_, at) => at + 1));
  });

  it('offers exactly the providers there are', () => {
    assert.deepEqual(manifest.contributes.configuration.properties['llmSignals.provider'].enum, providerIds);
  });

  it('reads every setting it contributes, and no other', () => {
    const code = readdirSync(path.join(repository, 'src', 'host'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => read(path.join('src', 'host', file))).join('\n');
    const keys = [.../settingKeys = \{([^}]*)\}/.exec(code)![1]!.matchAll(/'([^']+)'/g)].map(([, key]) => `llmSignals.${key}`);
    assert.deepEqual(keys.sort(), settings.map(([key]) => key).sort());
  });

  it('lets no setting of an untrusted workspace count', () => {
    assert.deepEqual([...manifest.capabilities.untrustedWorkspaces.restrictedConfigurations].sort(), settings.map(([key]) => key).sort());
  });

  it('lets no workspace say where questions and keys are sent, what is run, or open the backend', () => {
    const guarded = settings.filter(([key]) => /url$|preset$|port$|allowWithoutToken$|\.path$/i.test(key));
    assert.equal(guarded.length, 8);
    assert.deepEqual(guarded.filter(([, { scope }]) => scope !== 'machine').map(([key]) => key), []);
  });

  it('offers every server and every way to hold it to the form', () => {
    const { properties } = manifest.contributes.configuration;
    assert.deepEqual(properties['llmSignals.openaiCompatible.preset'].enum, Object.keys(compatiblePresets));
    assert.deepEqual(properties['llmSignals.openaiCompatible.structuredMode'].enum, ['', ...structuredModes]);
    assert.deepEqual(properties['llmSignals.consensus.members'].items.enum, providerIds.filter((id) => id !== 'consensus'));
    for (const [, setting] of settings) {
      assert.ok(!('enumDescriptions' in setting) || setting.enumDescriptions.length === setting.enum.length);
    }
  });

  it('has the defaults that an empty setting stands for', () => {
    const { properties } = manifest.contributes.configuration;
    assert.deepEqual({ anthropic: properties['llmSignals.anthropic.model'].default, openai: properties['llmSignals.openai.model'].default }, defaultModels);
    assert.equal(properties['llmSignals.backend.port'].default, defaultBackendPort);
    assert.equal(properties['llmSignals.concurrency'].default, defaultChoices.concurrency);
  });

  it('calls only commands there are from the walkthrough and the empty Runs view', () => {
    const { walkthroughs, viewsWelcome } = manifest.contributes;
    const texts = [...walkthroughs.flatMap(({ steps }) => steps.flatMap(({ description, completionEvents }) => [description, ...completionEvents.map((event) => event.replace('onCommand', 'command'))])), ...viewsWelcome.map(({ contents }) => contents)];
    const called = texts.flatMap((text) => [...text.matchAll(/command:(?:toSide:)?([\w.]+)/g)].map(([, command]) => command!));
    assert.ok(called.length > 10);
    assert.deepEqual(called.filter((command) => !contributed.includes(command) && command !== 'workbench.action.openWalkthrough'), []);
    assert.ok(viewsWelcome.every(({ contents }) => contents.includes(encodeURIComponent(`"${extensionId}#${walkthroughs[0]!.id}"`))));
  });

  it('names only files that exist', () => {
    for (const file of [manifest.main, manifest.icon, manifest.bin['llm-signals'], 'LICENSE', 'README.md', 'CHANGELOG.md', 'media/signals-dark.svg', 'media/signals-light.svg', 'media/panel.css', 'media/report.css', 'media/signals.svg', ...walkthroughMedia]) {
      assert.ok(existsSync(path.join(repository, file)), `Expected ${file}`);
    }
  });

  it('is activated for the status item and for panels of a session before, and for nothing else', () => {
    assert.deepEqual(manifest.activationEvents, ['onStartupFinished', `onWebviewPanel:${panelViewType}`]);
    assert.equal(`${manifest.publisher}.${manifest.name}`, extensionId);
  });

  it('pins every package, and ships none as a dependency', () => {
    assert.ok(Object.values(manifest.devDependencies).every((version) => /^\d+\.\d+\.\d+$/.test(version)));
    assert.equal('dependencies' in manifest, false);
  });
});

describe('the lockfile', () => {
  it('names no registry', () => {
    assert.doesNotMatch(read('package-lock.json'), /"resolved"|https?:\/\/[^"]*registry/);
    assert.match(read('.npmrc'), /^omit-lockfile-registry-resolved=true$/m);
  });
});

describe('the bundles', () => {
  it('load less than 100 KB on activation', () => {
    assert.ok(statSync(path.join(repository, 'dist', 'extension.js')).size < 100_000);
  });

  it('keep everything but the status item out of activation', () => {
    const extension = read('dist/extension.js');
    assert.match(extension, /require\("\.\/main\.js"\)/);
    assert.doesNotMatch(extension, /Papa|ZodError|signals\.jsonl/);
  });
});

describe('the readme', () => {
  it('names every setting and every command', () => {
    const readme = read('README.md');
    for (const name of [...settings.map(([key]) => key), ...manifest.contributes.commands.map(({ title }) => title)]) {
      assert.ok(readme.includes(name), `Expected README.md to name ${name}`);
    }
  });
});
