/** Counts of outcomes that this process took in. */
import { Counter, type Registry } from 'prom-client'

export interface OutcomeMeters {
  outcomeStored(result: 'succeeded' | 'dead'): void
  /** It could not be read, or not be stored for what is in it. */
  outcomeRefused(): void
}

export function createOutcomeMeters(register: Registry): OutcomeMeters {
  const outcomes = new Counter({
    name: 'signalbox_outcomes_total',
    help: 'Outcomes of replayed and tracked tasks that were taken in; refused ones could not be read or stored',
    labelNames: ['result'],
    registers: [register],
  })
  return {
    outcomeStored: (result) => outcomes.inc({ result }),
    outcomeRefused: () => outcomes.inc({ result: 'refused' }),
  }
}
