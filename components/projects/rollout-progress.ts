/** How far a revision has come on its way to the instances of a project. Pure. */
import type { Schemas } from '@/components/api/client'

type Rollout = Schemas['Rollout']
type RolloutInstance = Rollout['instances'][number]

/** An instance that has applied a newer revision has applied this one too. */
export const hasApplied = (instance: RolloutInstance, revision: number) =>
  instance.appliedRevision >= revision

export interface Progress {
  readonly live: number
  readonly applied: number
}

export function progressOf(rollout: Rollout, revision: number): Progress {
  const live = rollout.instances.filter((instance) => !instance.lost)
  return { live: live.length, applied: live.filter((instance) => hasApplied(instance, revision)).length }
}

/** Over several projects, each with the revision that is waited for. */
export function totalProgress(rollouts: readonly Rollout[], wanted: ReadonlyMap<string, number>): Progress {
  return rollouts
    .map((rollout) => progressOf(rollout, wanted.get(rollout.project) ?? rollout.desiredRevision))
    .reduce((sum, one) => ({ live: sum.live + one.live, applied: sum.applied + one.applied }), {
      live: 0,
      applied: 0,
    })
}

const has = (count: number) => (count === 1 ? 'has' : 'have')
const instances = (count: number) => `${count} live ${count === 1 ? 'instance' : 'instances'}`

/** The verdict in one sentence. */
export function sayProgress({ live, applied }: Progress): string {
  if (live === 0) return 'Saved. No instance of these projects is live; it applies when one starts.'
  if (applied < live) return `${applied} of ${instances(live)} ${has(applied)} applied it.`
  return live === 1
    ? 'Done: the one live instance has applied it.'
    : `Done: all ${instances(live)} have applied it.`
}
