#!/usr/bin/env node
// Runs what was built; inside the repository, where nothing is built, Node reads the TypeScript sources themselves.
import { existsSync } from 'node:fs'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 22)) {
  process.stderr.write(
    `signalbox needs Node 22.22 or newer; this is ${process.versions.node} (${process.execPath}).\n`,
  )
  process.exit(1)
}

const sources = new URL('../cli/main.ts', import.meta.url)
await import(existsSync(sources) ? sources.href : new URL('../dist/cli/main.js', import.meta.url).href)
