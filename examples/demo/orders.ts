/** Project `shop`: places orders, some of them with mistakes. What does not get through is tried again a little later. */
import { env, stderr, stdout } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { publish } from './api.ts'

const everyMs = Number(env.DEMO_ORDER_EVERY_MS ?? 2_000)
const COUNTRIES = ['DE', 'FR', 'NL', 'PL', 'SE']
const ITEMS = ['lamp', 'kettle', 'notebook', 'backpack', 'umbrella', 'teapot']
const WITHOUT_ADDRESS = 15
const TO_ATLANTIS = 40

const pick = <T>(values: readonly T[], n: number): T => values[n % values.length] as T

function order(n: number) {
  const customer = `customer-${(n * 7) % 113}`
  const country = n % TO_ATLANTIS === TO_ATLANTIS - 1 ? 'ATLANTIS' : pick(COUNTRIES, n)
  return {
    orderId: `A-${String(Date.now()).slice(-7)}${n % 10}`,
    customer: { name: customer, email: `${customer}@example.com` },
    items: [{ sku: pick(ITEMS, n), quantity: 1 + (n % 3) }],
    ...(n % WITHOUT_ADDRESS === WITHOUT_ADDRESS - 1 ? {} : { address: { city: 'Springfield', country } }),
  }
}

for (let n = 0; ; n++) {
  try {
    await publish('order.placed', order(n))
    stdout.write(`order ${n} placed\n`)
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  }
  await sleep(everyMs)
}
