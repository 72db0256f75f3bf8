/** Paths of the tree: relative to the working folder, with `/`; `.` is the working folder itself. */

/** The folder of a file. */
export function folderOf(file: string): string {
  const slash = file.lastIndexOf('/');
  return slash === -1 ? '.' : file.slice(0, slash) || '/';
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What a path means that a file of `folder` names; the result may lead out of the tree and then begins with `..`. */
export function pathFrom(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of [...folder.split('/'), ...path.split('/')]) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/') || '.';
}

/** Whether a path is the folder or lies below it. */
export function isBelow(path: string, folder: string): boolean {
  if (folder === '.') return path !== '..' && !path.startsWith('../');
  return path === folder || path.startsWith(`${folder}/`);
}

/** The folders of a path, from the top: `['a', 'b']` for `a/b`; none for the working folder. */
export function partsOf(folder: string): string[] {
  return folder === '.' ? [] : folder.split('/');
}

/** The deepest folder that all of them are or lie in; the working folder for none. */
export function commonFolder(folders: readonly string[]): string {
  const [first = [], ...others] = folders.map(partsOf);
  const end = first.findIndex((part, index) => others.some((parts) => parts[index] !== part));
  return (end === -1 ? first : first.slice(0, end)).join('/') || '.';
}

/** Whether a name of a resource leads to another machine or repository. */
export function isRemote(path: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]*:\/\//i.test(path) ||
    /^(git@|git::|(www\.)?(github|gitlab)\.com[/:]|bitbucket\.org[/:])/i.test(path) ||
    /[?&](ref|version|timeout|submodules)=/.test(path)
  );
}
