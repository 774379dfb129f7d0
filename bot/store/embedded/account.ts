import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** Under whom the server runs. PostgreSQL refuses to run as root, so root hands it to an account without rights. */
export type Account = { readonly uid: number; readonly gid: number } | null;

/** `nobody` by number: no user is created, and no name is looked up. */
const nobody = 65_534;

/** Null where the server may run as the person who started us: every ordinary user, and Windows. */
export const serverAccount = (): Account => (process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : null);

/** Whether an account without rights can walk into `target`: it and each folder above it let strangers through. */
export const isOpenToStrangers = (target: string): boolean => {
  for (let folder = realpathSync(target); ; folder = path.dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
};
