import { badRequest } from './errors.ts';

type Row = Record<string, unknown>;
type Test = (row: Row) => boolean;
type Parsed = { test: Test; /** It uses ne, not or endswith, which need an eventually consistent index. */ advanced: boolean };

const tokenPattern = /\s*(?:('(?:[^']|'')*')|([A-Za-z_][\w./-]*)|([0-9a-fA-F-]{36})|(-?\d+)|([(),:]))/y;

function tokenise(text: string): string[] {
  const tokens: string[] = [];
  const pattern = new RegExp(tokenPattern);
  while (pattern.lastIndex < text.trimEnd().length) {
    const match = pattern.exec(text);
    if (match === null) throw badRequest(`Invalid filter clause: syntax error in '${text}'.`);
    tokens.push(match[0].trim());
  }
  return tokens;
}

const literal = (token: string | undefined): unknown => {
  if (token === undefined) throw badRequest('Invalid filter clause: a value is missing.');
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (token === 'true' || token === 'false') return token === 'true';
  return token === 'null' ? null : token;
};

const same = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string' ? a.toLowerCase() === b.toLowerCase() : (a ?? null) === b;

/**
 * Compiles an OData `$filter` of the kinds Graph's directory takes: eq, ne, in, startswith, endswith, any, and, or, not.
 * Strings compare without regard to case, as in the directory.
 * @param known the members that may be named. @throws GraphError 400 for syntax or an unknown member.
 */
export function compileFilter(text: string, known: readonly string[], type: string): Parsed {
  const tokens = tokenise(text);
  let at = 0;
  let advanced = false;
  const peek = (): string | undefined => tokens[at]?.toLowerCase();
  const next = (): string | undefined => tokens[at++];
  const expect = (token: string): void => {
    if (next()?.toLowerCase() !== token) throw badRequest(`Invalid filter clause: '${token}' expected in '${text}'.`);
  };

  const property = (name: string | undefined, variables: readonly string[]): ((row: Row) => unknown) => {
    const [head = '', ...rest] = (name ?? '').split('/');
    if (!variables.includes(head) && !known.includes(head)) {
      throw badRequest(`Invalid filter clause: Could not find a property named '${head}' on type 'microsoft.graph.${type}'.`);
    }
    return (row) => rest.reduce((value: unknown, part) => (value as Row | null | undefined)?.[part], row[head]);
  };

  const call = (name: string, variables: readonly string[]): Test => {
    expect('(');
    const value = property(next(), variables);
    expect(',');
    const wanted = String(literal(next())).toLowerCase();
    expect(')');
    if (name === 'endswith') advanced = true;
    return (row) => {
      const text = value(row);
      if (typeof text !== 'string') return false;
      return name === 'startswith' ? text.toLowerCase().startsWith(wanted) : text.toLowerCase().endsWith(wanted);
    };
  };

  const any = (collection: string, variables: readonly string[]): Test => {
    const list = property(collection.slice(0, -'/any'.length), variables);
    expect('(');
    const variable = next() ?? '';
    expect(':');
    const test = or([...variables, variable]);
    expect(')');
    return (row) => {
      const items = list(row);
      return Array.isArray(items) && items.some((item: unknown) => test({ ...row, [variable]: item }));
    };
  };

  const primary = (variables: readonly string[]): Test => {
    const token = next();
    const lower = token?.toLowerCase();
    if (token === undefined || lower === undefined) throw badRequest(`Invalid filter clause: '${text}' ends too early.`);
    if (lower === '(') {
      const inner = or(variables);
      expect(')');
      return inner;
    }
    if (lower === 'not') {
      advanced = true;
      const inner = primary(variables);
      return (row) => !inner(row);
    }
    if (lower === 'startswith' || lower === 'endswith') return call(lower, variables);
    if (lower.endsWith('/any')) return any(token, variables);
    return comparison(property(token, variables));
  };

  const comparison = (value: (row: Row) => unknown): Test => {
    const operator = next()?.toLowerCase();
    if (operator === 'in') {
      expect('(');
      const wanted = [literal(next())];
      while (peek() === ',') {
        next();
        wanted.push(literal(next()));
      }
      expect(')');
      return (row) => wanted.some((each) => same(value(row), each));
    }
    const wanted = literal(next());
    if (operator === 'eq') return (row) => same(value(row), wanted);
    if (operator !== 'ne') throw badRequest(`Unsupported or invalid query filter clause: operator '${operator ?? ''}'.`);
    advanced = true;
    return (row) => !same(value(row), wanted);
  };

  const and = (variables: readonly string[]): Test => {
    let left = primary(variables);
    while (peek() === 'and') {
      next();
      const [before, right] = [left, primary(variables)];
      left = (row) => before(row) && right(row);
    }
    return left;
  };

  const or = (variables: readonly string[]): Test => {
    let left = and(variables);
    while (peek() === 'or') {
      next();
      const [before, right] = [left, and(variables)];
      left = (row) => before(row) || right(row);
    }
    return left;
  };

  const test = or([]);
  if (at < tokens.length) throw badRequest(`Invalid filter clause: unexpected '${tokens[at] ?? ''}'.`);
  return { test, advanced };
}
