#!/usr/bin/env node
// The door in plain JavaScript: an older Node cannot read our TypeScript and would only say "unknown file extension".
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 22)) {
  process.stderr.write(
    `Signalbox needs Node 22.22 or newer; this is ${process.versions.node} (${process.execPath}).\n` +
      'Run it through npm ("npm start"): the installation brings a fitting Node of its own, unless install scripts were\n' +
      'switched off (then run "npm rebuild node"). Or install a newer Node from https://nodejs.org.\n',
  )
  process.exit(1)
}
await import('./main.ts')
