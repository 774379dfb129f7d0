import { DeskError } from '../core/errors.ts';

export type ErrorDescription = { readonly name: string; readonly code?: string; readonly kind?: string; readonly frames: readonly string[]; readonly causes?: readonly ErrorDescription[] };

/**
 * What a log may keep of an error: class, code, kind and where it was thrown. Messages are dropped, because drivers and
 * libraries put values into them (addresses, tokens, SQL parameters).
 */
export const describeError = (error: unknown, depth = 0): ErrorDescription => {
  if (!Error.isError(error)) return { name: typeof error, frames: [] };
  const code = error instanceof DeskError ? error.detail.code : (error as { code?: unknown }).code;
  const causes = depth < 3 && error.cause !== undefined ? [describeError(error.cause, depth + 1)] : [];
  return {
    name: token(error.name) ?? 'Error',
    ...(token(code) === undefined ? {} : { code: token(code) as string }),
    ...(error instanceof DeskError ? { kind: error.kind } : {}),
    frames: framesOf(error.stack),
    ...(causes.length === 0 ? {} : { causes }),
  };
};

const token = (value: unknown): string | undefined =>
  (typeof value === 'string' || typeof value === 'number') && /^[\w./:-]{1,80}$/.test(String(value)) ? String(value) : undefined;

/** `function file:line:column`, the nearest eight; a line of the message that happens to look alike has no position. */
const framesOf = (stack: string | undefined): string[] =>
  [...(stack ?? '').matchAll(/^ {4}at (?:(?<caller>[\w.<> #$[\]]{1,80}) \()?(?:file:\/\/)?(?<file>[\w./@:\\-]+:\d+:\d+)\)?$/gm)]
    .slice(0, 8)
    .map(({ groups }) => `${groups?.['caller'] ?? ''} ${groups?.['file']?.replace(/^.*\/(?=(?:bot|sandbox|node_modules|tests)\/)/, '') ?? ''}`.trim());
