import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Prints what a page loads before it shows anything, compressed: `node tools/size.mjs apps/admin/dist`. */
const dist = process.argv[2] ?? 'apps/admin/dist';
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
console.log(`${(bytes.reduce((sum, size) => sum + size, 0) / 1000).toFixed(1)} kB in ${files.length} files`);
