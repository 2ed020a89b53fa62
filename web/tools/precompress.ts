import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXTS = /\.(js|css|html|json|svg|webmanifest)$/;

function compress(file: string): void {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file), { params }));
}

/** Writes `x.br` beside every text of the build, so that the server never compresses. */
export function precompress(): Plugin {
  let out = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      out = join(config.root, config.build.outDir);
    },
    closeBundle() {
      const files = readdirSync(out, { recursive: true, encoding: 'utf8' });
      for (const file of files) if (TEXTS.test(file)) compress(join(out, file));
    },
  };
}
