// API versions: what events come in, what endpoints' code is written for, what an event differs from and in which fields.
import type {
  BackendVersion,
  EventVersion,
  LockFinding,
  VersionComparison,
  VersionPin,
  Versions,
} from '#shared/contract/versions.ts';
import { asObject, jsonOfBytes } from '#shared/domain/json-read.ts';
import { compareShapes } from '#shared/domain/versions/compare-shapes.ts';
import { knownChanges } from '#shared/domain/versions/known-changes.ts';
import type { Store } from '../store/store.ts';
import { readFolderFrameworks } from './lock-folder.ts';
import { findingsIn, pinOf, UNKNOWN } from './pin-of.ts';

export interface VersionService {
  /** Changes whenever events may be marked otherwise than before. */
  revision(): number;
  get(): Versions;
  /** null = there is no such event. */
  ofEvent(id: string): EventVersion | null;
  /** @throws FolderError */
  readLocks(folder: string): Promise<LockFinding[]>;
  pinOf(backend: BackendVersion): Promise<VersionPin>;
  /** The web frameworks that the dependencies of an endpoint's project name, the likeliest first; empty where its folder is not known. */
  frameworksOf(endpointId: string): readonly string[];
  /** Reads the lock files again, and where endpoints were added or changed, what they are written for. */
  settle(): Promise<void>;
  /** The Stripe CLI said which version is the account's default. */
  hearAccount(version: string): void;
}

export interface VersionDeps {
  store: Pick<Store, 'versions' | 'reads' | 'write'>;
  endpoints: { all(): readonly { id: string; backend: BackendVersion }[] };
  onChange: () => void;
  onError: (error: unknown) => void;
}

/** Paths told of one comparison; beyond that they are only counted. */
const MOST_PATHS = 60;

export function createVersions({ store, endpoints, onChange, onError }: VersionDeps): VersionService {
  const pins = new Map<string, VersionPin>();
  const frameworks = new Map<string, readonly string[]>();
  let revision = 0;
  let kept: string | null = null;
  let account = store.versions.findAccountVersion();
  /** One after the other: the last one read is the one that counts. */
  let settling: Promise<void> = Promise.resolve();

  function changed(): void {
    revision += 1;
    onChange();
  }

  async function readPins(): Promise<void> {
    const read = await Promise.all(
      endpoints.all().map(async ({ id, backend }) => [id, await pinOf(backend)] as const),
    );
    const named = await Promise.all(
      endpoints
        .all()
        .map(async ({ id, backend }) =>
          backend.kind === 'lock' ? ([id, await readFolderFrameworks(backend.folder)] as const) : null,
        ),
    );
    frameworks.clear();
    for (const one of named) if (one !== null) frameworks.set(...one);
    pins.clear();
    for (const [id, pin] of read) if (pin !== null) pins.set(id, pin);
    const stored = [...pins].flatMap(([endpointId, { apiVersion, atLeast }]) => {
      const version = apiVersion ?? atLeast;
      return version === null ? [] : [{ endpointId, version, atLeast: apiVersion === null }];
    });
    const news = JSON.stringify([...pins]);
    if (news === kept) return;
    kept = news;
    await store.write.setVersionPins(stored);
    changed();
  }

  function bodyOf(seq: number): unknown {
    const body = store.reads.findBody(seq);
    if (body === null) return null;
    try {
      return asObject(asObject(jsonOfBytes(body))['data'])['object'];
    } catch {
      return null;
    }
  }

  function compare(object: unknown, type: string, version: string, other: string): VersionComparison {
    const seq = store.versions.findExample(type, other);
    const example = seq === null ? null : store.reads.findEventBySeq(seq);
    const there = seq === null ? null : bodyOf(seq);
    return {
      apiVersion: other,
      known: knownChanges(object, version, other),
      example:
        example === null || there === null
          ? null
          : { eventId: example.id, createdAt: example.createdAt, ...bounded(compareShapes(object, there)) },
    };
  }

  return {
    revision: () => revision,

    get() {
      const taken = store.versions.listEndpointVersions();
      return {
        account,
        seen: store.versions
          .listSeenVersions()
          .map(({ version, events, lastAt }) => ({ apiVersion: version, events, lastAt })),
        endpoints: endpoints.all().map(({ id }) => ({
          endpointId: id,
          pin: pins.get(id) ?? null,
          seen: taken
            .filter(({ endpointId }) => endpointId === id)
            .map(({ version, taken: ok, failed, lastAt }) => ({
              apiVersion: version,
              taken: ok,
              failed,
              lastAt,
            })),
        })),
      };
    },

    ofEvent(id) {
      const event = store.reads.findEventById(id);
      if (event === null) return null;
      const { seq, type, apiVersion } = event;
      const differences = store.versions.listDifferences(seq).map((one) => {
        const pin = one.yardstick === 'backend' ? pins.get(one.endpointId ?? '') : undefined;
        return {
          ...one,
          ...(pin?.atLeast != null && { atLeast: true }),
          sdk: pin?.sdk ?? null,
          sdkVersion: pin?.sdkVersion ?? null,
        };
      });
      const others = [...new Set(differences.map((one) => one.apiVersion))];
      const object = others.length === 0 ? null : bodyOf(seq);
      return {
        apiVersion,
        differences,
        comparisons:
          object === null || apiVersion === null
            ? []
            : others.map((other) => compare(object, type, apiVersion, other)),
      };
    },

    readLocks: findingsIn,

    async pinOf(backend) {
      return (await pinOf(backend)) ?? UNKNOWN;
    },

    frameworksOf: (endpointId) => frameworks.get(endpointId) ?? [],

    settle() {
      settling = settling.then(readPins).catch(onError);
      return settling;
    },

    hearAccount(version) {
      if (version === account) return;
      account = version;
      store.write.noteAccountVersion(version).then(changed, onError);
    },
  };
}

function bounded({ onlyHere, onlyThere }: { onlyHere: string[]; onlyThere: string[] }) {
  const here = onlyHere.slice(0, MOST_PATHS);
  const there = onlyThere.slice(0, MOST_PATHS);
  return {
    onlyHere: here,
    onlyThere: there,
    more: onlyHere.length + onlyThere.length - here.length - there.length,
  };
}
