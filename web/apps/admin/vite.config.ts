import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { policy } from '../../tools/policy.ts';
import { precompress } from '../../tools/precompress.ts';

const server = process.env.SANDUK_SERVER ?? 'http://127.0.0.1:8300';
const proxy = { '/api': server, '/api-auth': server, '/ws': { target: server, ws: true } };

export default defineConfig({
  base: '/admin/',
  plugins: [react(), tailwind(), precompress(), policy()],
  build: {
    outDir: '../../../crates/web/pages/admin',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
  },
  server: { port: 8310, proxy },
  preview: { port: 8311, proxy },
});
