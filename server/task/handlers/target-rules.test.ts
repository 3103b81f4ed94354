import { describe, expect, it } from 'vitest'
import { addressProblem, checkTargetUrl } from './target-rules.ts'

const refused = (url: string, allow: string[] = []) => checkTargetUrl(url, allow)?.message ?? null

describe('target rules: what a URL says by itself', () => {
  it.each([
    'http://127.0.0.1/x',
    'http://localhost:8080/x',
    'http://app.localhost/',
    'http://[::1]/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::ffff:127.0.0.1]/',
  ])('opens %s only where loopback is named', (url) => {
    expect(refused(url)).toContain('loopback addresses must be named in allowTargets')
    expect(refused(url, ['loopback'])).toBeNull()
  })

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'http://[fe80::1]/',
    'http://[::ffff:169.254.169.254]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[2002:a9fe:a9fe::]/',
    'http://metadata.google.internal/',
    'http://[fd00:ec2::254]/',
    'http://100.100.100.200/',
    'http://0.0.0.0/',
    'http://224.0.0.1/',
  ])('never opens %s, whatever is named', (url) => {
    const everything = ['loopback', '0.0.0.0/0', '::/0', 'metadata.google.internal', '169.254.169.254']
    expect(refused(url, everything)).toContain('never allowed')
  })

  it('opens private addresses by address, network or not at all', () => {
    expect(refused('http://10.1.2.3/')).toContain('private')
    expect(refused('http://10.1.2.3/', ['loopback'])).toContain('private')
    expect(refused('http://10.1.2.3/', ['10.1.0.0/16'])).toBeNull()
    expect(refused('http://10.2.2.3/', ['10.1.0.0/16'])).toContain('private')
    expect(refused('http://10.1.2.3/', ['10.1.2.3'])).toBeNull()
    expect(refused('http://[fd12::5]/', ['fd12::/16'])).toBeNull()
    expect(refused('http://100.64.0.1/')).toContain('carrierGradeNat')
  })

  it('leaves public addresses and names to the connection', () => {
    expect(refused('https://93.184.216.34/')).toBeNull()
    expect(refused('https://mailer.example.com/tasks')).toBeNull()
  })

  it('refuses what is no plain http URL', () => {
    expect(refused('ftp://example.com/')).toContain('expected http or https')
    expect(refused('https://user:pass@example.com/')).toContain('must not carry credentials')
    expect(refused('https://user:pass@example.com/')).not.toContain('pass@')
    expect(refused('nonsense')).toContain('it is no URL')
  })

  it('names the address and the rule', () => {
    expect(checkTargetUrl('http://10.0.0.1/', [])).toMatchObject({
      code: 'target-forbidden',
      retryable: false,
      context: { address: '10.0.0.1', rule: 'private (private) addresses must be named in allowTargets' },
    })
  })
})

describe('target rules: a resolved address', () => {
  it('is judged together with the name that led to it', () => {
    expect(addressProblem('mailer.internal', '10.0.0.9', ['mailer.internal'])).toBeNull()
    expect(addressProblem('other.internal', '10.0.0.9', ['mailer.internal'])).toContain('private')
    expect(addressProblem('mailer.internal', '169.254.169.254', ['mailer.internal'])).toContain('never')
  })
})
