import { describe, expect, test } from '@jest/globals';
import {
  ownerRefusal,
  ownersOf,
  repositoryName,
  withOwnerNote,
} from '../../src/deploy/environment-owner.js';

describe('the name of a repository', () => {
  test.each([
    ['https://github.com/Shop/Mesh', 'github.com/shop/mesh'],
    ['https://github.com/shop/mesh.git', 'github.com/shop/mesh'],
    ['https://user:secret@github.com/shop/mesh.git/', 'github.com/shop/mesh'],
    ['git@github.com:shop/mesh.git', 'github.com/shop/mesh'],
    ['github.com:shop/mesh', 'github.com/shop/mesh'],
    ['ssh://git@github.com:22/shop/mesh.git', 'github.com/shop/mesh'],
    ['https://gitlab.example.com:8443/a/b/mesh', 'gitlab.example.com/a/b/mesh'],
    ['/srv/git/mesh.git', undefined],
    ['../mesh', undefined],
    ['file:///srv/git/mesh.git', undefined],
    [`https://github.com/${'/'.repeat(10_000)}x`, undefined],
  ])('%s', (address, name) => {
    expect(repositoryName(address)).toBe(name);
  });
});

describe('who writes', () => {
  const workflow = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'Shop/mesh' };
  const remotes = ['git@github.com:me/mesh.git', 'https://github.com/shop/mesh'];

  test('is what is declared, and nothing else', () => {
    expect(ownersOf('team-shop', workflow, remotes)).toEqual(['team-shop']);
  });

  test('is the repository of the workflow', () => {
    expect(ownersOf(undefined, workflow, remotes)).toEqual(['github.com/shop/mesh']);
    const gitlab = { CI_PROJECT_URL: 'https://gitlab.com/shop/mesh' };
    expect(ownersOf(undefined, gitlab, remotes)).toEqual(['gitlab.com/shop/mesh']);
  });

  test('is any remote of the clone', () => {
    expect(ownersOf(undefined, {}, remotes)).toEqual([
      'github.com/me/mesh',
      'github.com/shop/mesh',
    ]);
    expect(ownersOf(undefined, {})).toEqual([]);
  });
});

describe('an environment', () => {
  const where = { cluster: 'a', environment: 'shop' };
  const set = (notes: Record<string, string>) => ({ id: 'x', kinds: [], namespaces: [], notes });

  test("is nobody's until somebody is recorded", () => {
    expect(ownerRefusal(where, undefined, ['me'], '--take-over')).toBeUndefined();
    expect(ownerRefusal(where, set({ run: 'r' }), [], '--take-over')).toBeUndefined();
    expect(withOwnerNote({ run: 'r' }, ['me', 'you'])).toEqual({ run: 'r', owner: 'me' });
    expect(withOwnerNote({ run: 'r' }, [])).toEqual({ run: 'r' });
  });

  test('stays with whom it belongs to, where one of our names is that', () => {
    expect(
      ownerRefusal(where, set({ owner: 'you' }), ['me', 'you'], '--take-over'),
    ).toBeUndefined();
    expect(withOwnerNote({ owner: 'you' }, ['me', 'you'])).toEqual({ owner: 'you' });
    expect(withOwnerNote({ owner: 'you' }, [])).toEqual({ owner: 'you' });
  });

  test('of somebody else is refused, also where it is not known who we are', () => {
    const theirs = set({ owner: 'you', run: 'r', by: 'x@y', appliedAt: 'then' });
    expect(ownerRefusal(where, theirs, ['me'], '--take-over')).toBe(
      'In cluster a the environment shop belongs to you (last run r, then by x@y), and this is me. Choose another ' +
        'deploy.environment. If both are one, set deploy.owner to "you"; if it is to belong to this one from now on: --take-over.',
    );
    expect(ownerRefusal(where, theirs, [], '--take-over')).toContain(
      'which repository this is, is not known',
    );
    expect(withOwnerNote(theirs.notes, ['me'])).toMatchObject({ owner: 'me' });
  });
});
