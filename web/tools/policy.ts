import type { Plugin } from 'vite';

/** The policy under which the server serves the pages. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Sends the policy with the built pages, so that what breaks it is found before the server serves them. */
export function policy(): Plugin {
  return {
    name: 'policy',
    configurePreviewServer({ middlewares }) {
      middlewares.use((_, response, next) => {
        response.setHeader('content-security-policy', POLICY);
        next();
      });
    },
  };
}
