/** One measurement, in a process that does nothing else: a job as an argument, its figures as JSON on stdout. */
import process from 'node:process'
import { loadContender } from './contenders/index.ts'
import { type Job, runJob } from './job.ts'
import { measureLatency, publishAtPace } from './workloads/latency.ts'
import { fill, measurePublish } from './workloads/publish.ts'
import { measureRetry } from './workloads/retry.ts'
import { measureRun } from './workloads/run.ts'

const job = JSON.parse(process.argv[2] ?? '') as Job

async function measure({ contender: name, site, backend, workload }: Job): Promise<number[]> {
  const contender = await loadContender(name)
  await contender.prepare(site, backend)
  // What is published beforehand leaves no trace in the process that runs it.
  if (workload.kind === 'run' || workload.kind === 'retry') await runJob({ ...job, role: 'fill' })
  switch (workload.kind) {
    case 'publish':
      return measurePublish(contender, site, backend, workload)
    case 'run':
      return measureRun(contender, site, backend, workload)
    case 'retry':
      return measureRetry(contender, site, backend, workload)
    case 'latency':
      return measureLatency(contender, site, backend, workload, async () => {
        await runJob({ ...job, role: 'publish-at-pace' })
      })
  }
}

async function perform({ role, workload, site, backend, contender }: Job): Promise<number[]> {
  if (role === 'measure') return measure(job)
  const loaded = await loadContender(contender)
  if (workload.kind === 'latency') await publishAtPace(loaded, site, backend, workload)
  else if (workload.kind !== 'publish') await fill(loaded, site, backend, workload.tasks)
  return []
}

process.stdout.write(JSON.stringify(await perform(job)))
// A library may keep something open; everything was waited for.
process.exit()
