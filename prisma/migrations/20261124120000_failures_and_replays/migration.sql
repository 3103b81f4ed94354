-- DropIndex
DROP INDEX "failure_type_failedAt_idx";

-- DropIndex
DROP INDEX "failure_fingerprint_failedAt_idx";

-- DropIndex
DROP INDEX "replay_createdAt_idx";

-- DropIndex
DROP INDEX "replay_task_replayId_state_idx";

-- AlterTable
ALTER TABLE "failure" ADD COLUMN     "archiveReason" TEXT,
ADD COLUMN     "archivedBy" TEXT,
ADD COLUMN     "diedInReplay" UUID,
ADD COLUMN     "redactPaths" TEXT[],
ADD COLUMN     "replayId" UUID,
ALTER COLUMN "info" DROP NOT NULL;

-- AlterTable
ALTER TABLE "replay" ADD COLUMN     "frozenAt" TIMESTAMPTZ(3) NOT NULL,
ADD COLUMN     "holdUntil" TIMESTAMPTZ(3),
ADD COLUMN     "reason" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "selected" INTEGER,
ADD COLUMN     "startedAt" TIMESTAMPTZ(3),
ADD COLUMN     "waiting" TEXT,
ADD COLUMN     "types" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "cancelled" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "failedAgain" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "pending" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "resent" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "sending" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "sent" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "skipped" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "succeeded" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "unknown" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "replay_task" ADD COLUMN     "detail" TEXT,
ADD COLUMN     "payload" BYTEA,
ADD COLUMN     "taskId" TEXT NOT NULL,
ADD COLUMN     "type" TEXT NOT NULL;

-- CreateTable
CREATE TABLE "failure_text" (
    "deadId" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "failure_text_pkey" PRIMARY KEY ("deadId")
);

-- CreateTable
CREATE TABLE "failure_count" (
    "fingerprint" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "project" TEXT NOT NULL DEFAULT '',
    "reason" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "count" BIGINT NOT NULL,
    "errorName" TEXT NOT NULL,
    "errorMessage" TEXT NOT NULL,
    "firstFailedAt" TIMESTAMPTZ(3) NOT NULL,
    "lastFailedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "failure_count_pkey" PRIMARY KEY ("type","fingerprint","project","reason","status")
);

-- CreateTable
CREATE TABLE "failure_minute" (
    "type" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "failure_minute_pkey" PRIMARY KEY ("fingerprint","at","type")
);

-- CreateTable
CREATE TABLE "queue_health" (
    "type" TEXT NOT NULL,
    "memory" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "queue_health_pkey" PRIMARY KEY ("type")
);

-- A substring is found by trigrams. The extension comes with Postgres and needs no superuser; where an administrator
-- has withheld it, everything works, only a search reads the whole archive.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
  RAISE WARNING 'pg_trgm is not available (%): a search for a substring will be slow', SQLERRM;
END $$;

-- CreateIndex
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm') THEN
    CREATE INDEX "failure_text_text_idx" ON "failure_text" USING GIN ("text" gin_trgm_ops);
  END IF;
END $$;

-- CreateIndex
CREATE INDEX "failure_count_fingerprint_idx" ON "failure_count"("fingerprint");

-- CreateIndex
CREATE INDEX "failure_minute_at_idx" ON "failure_minute"("at");

-- CreateIndex
CREATE INDEX "failure_status_failedAt_deadId_idx" ON "failure"("status", "failedAt" DESC, "deadId" DESC);

-- CreateIndex
CREATE INDEX "failure_type_status_failedAt_deadId_idx" ON "failure"("type", "status", "failedAt" DESC, "deadId" DESC);

-- CreateIndex
CREATE INDEX "failure_project_status_failedAt_deadId_idx" ON "failure"("project", "status", "failedAt" DESC, "deadId" DESC);

-- CreateIndex
CREATE INDEX "failure_reason_status_failedAt_deadId_idx" ON "failure"("reason", "status", "failedAt" DESC, "deadId" DESC);

-- CreateIndex
CREATE INDEX "failure_fingerprint_status_failedAt_deadId_idx" ON "failure"("fingerprint", "status", "failedAt" DESC, "deadId" DESC);

-- CreateIndex
CREATE INDEX "failure_diedInReplay_idx" ON "failure"("diedInReplay");

-- CreateIndex
CREATE INDEX "replay_createdAt_id_idx" ON "replay"("createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "replay_state_idx" ON "replay"("state");

-- CreateIndex
CREATE INDEX "replay_task_replayId_state_deadId_idx" ON "replay_task"("replayId", "state", "deadId");

-- CreateIndex
CREATE INDEX "replay_task_replayId_taskId_idx" ON "replay_task"("replayId", "taskId");

-- AddForeignKey
ALTER TABLE "failure_text" ADD CONSTRAINT "failure_text_deadId_fkey" FOREIGN KEY ("deadId") REFERENCES "failure"("deadId") ON DELETE CASCADE ON UPDATE CASCADE;
