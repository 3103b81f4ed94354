/** Names of the custom handlers that live instances report, sorted; a suggestion, read once per dialog. */
import { useInstances } from '@/components/instances/use-instances'

export function useCustomHandlers(): readonly string[] {
  const { data } = useInstances({ status: 'live' }, { live: false })
  return [...new Set((data?.items ?? []).flatMap(({ customHandlers = [] }) => customHandlers))].sort()
}
