import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The most that may be loaded before a page shows anything, in kB. */
const MOST = 220;

/** Prints what a page loads before it shows anything, compressed: `node tools/size.mjs DIRECTORY`. Fails where that is too much. */
const dist = process.argv[2];
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));

function filesOf(name, seen = new Set()) {
  const { file, imports = [] } = manifest[name];
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const other of imports) filesOf(other, seen);
  return seen;
}

const entry = Object.keys(manifest).find((name) => manifest[name].isEntry);
const files = [...filesOf(entry)];
const bytes = files.map((file) => statSync(join(dist, `${file}.br`)).size);
const size = bytes.reduce((sum, size) => sum + size, 0) / 1000;
console.log(`${size.toFixed(1)} kB of ${MOST} in ${files.length} files`);
if (size > MOST) process.exit(1);
