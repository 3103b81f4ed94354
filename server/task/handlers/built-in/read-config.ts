/** What the configuration of a built-in handler refers to, for those who check it before it runs anywhere. */
import { isSecretReference } from '../../source/secrets.ts'
import { builtInSpec } from './catalog.ts'
import type { BuiltInConfig } from './config.ts'
import { secretReferences } from './secret-options.ts'

/** The references to secrets in its options. */
export function builtInSecrets({ name, options }: BuiltInConfig): readonly string[] {
  const spec = builtInSpec(name)
  return spec === null ? [] : secretReferences(spec.options, options)
}

/** The addresses that its options give in clear; those that are secrets are checked where they are resolved. */
export function builtInAddresses({ name, options }: BuiltInConfig) {
  const values = new Map<string, unknown>(Object.entries(options))
  return (builtInSpec(name)?.addresses ?? []).flatMap((option) => {
    const url = values.get(option)
    return typeof url === 'string' && !isSecretReference(url) ? [{ option, url }] : []
  })
}
