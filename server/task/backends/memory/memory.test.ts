import { describeBackend } from '../conformance/index.ts'
import { MEMORY_CAPABILITIES } from './capabilities.ts'
import { createMemoryBackend, MemoryBroker } from './memory-backend.ts'

const broker = new MemoryBroker()
describeBackend('memory', {
  create: async () => createMemoryBackend({ broker }),
  capabilities: MEMORY_CAPABILITIES,
})
