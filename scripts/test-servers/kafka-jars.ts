/**
 * Apache Kafka's programs, as Maven resolves them, in a folder that is kept from run to run. Which registry or mirror they
 * come from is the matter of Maven's own settings on this machine.
 */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { installWithApt } from './apt.ts'

const VERSION = '4.1.2'
const FOLDER = join(tmpdir(), `signalbox-test-kafka-${VERSION}`)
const RESOLVE_WITHIN_MS = 300_000

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>test</groupId><artifactId>test</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${VERSION}</version></dependency>
  </dependencies>
</project>
`

const runs = (program: string, argument: string) =>
  spawnSync(program, [argument], { stdio: 'ignore' }).status === 0

/** Java that runs Kafka 4 (17 or later) and Maven, installed where that is possible without asking. */
function whyNoTools(): string | null {
  const missing = () => [
    ...(runs('java', '-version') ? [] : ['openjdk-17-jre-headless']),
    ...(existsSync(FOLDER) || runs('mvn', '--version') ? [] : ['maven']),
  ]
  const packages = missing()
  if (packages.length > 0) installWithApt(packages)
  return missing().length === 0 ? null : 'no Java 17 with Maven on this machine'
}

function resolve(): string | null {
  const partial = `${FOLDER}.${randomBytes(4).toString('hex')}`
  mkdirSync(partial, { recursive: true })
  writeFileSync(join(partial, 'pom.xml'), POM)
  const { status, stdout } = spawnSync(
    'mvn',
    ['-q', '-B', 'dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=libs'],
    { cwd: partial, encoding: 'utf8', timeout: RESOLVE_WITHIN_MS },
  )
  if (status === 0 && !existsSync(FOLDER)) {
    try {
      renameSync(partial, FOLDER)
      return null
    } catch (error) {
      // Another test file was quicker.
      if (!existsSync(FOLDER)) throw error
    }
  }
  rmSync(partial, { recursive: true, force: true })
  return existsSync(FOLDER) ? null : `Maven could not resolve Kafka ${VERSION}: ${stdout.slice(0, 500)}`
}

/** What Java is to be started with, or why there is none. */
export function kafkaClassPath(): { readonly classPath: string } | { readonly reason: string } {
  const reason = whyNoTools() ?? (existsSync(FOLDER) ? null : resolve())
  if (reason === null) return { classPath: join(FOLDER, 'libs', '*') }
  return { reason: `${reason} (see CONTRIBUTING.md), or set TEST_KAFKA_BROKERS` }
}

export const javaEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env, LANG: 'C.UTF-8' })
