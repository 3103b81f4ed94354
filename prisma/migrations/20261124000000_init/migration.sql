-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('producer', 'consumer');

-- CreateTable
CREATE TABLE "backend" (
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "url" TEXT,
    "options" JSONB,
    "description" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "backend_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "task_type" (
    "name" TEXT NOT NULL,
    "backend" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "queueName" TEXT,
    "retry" JSONB NOT NULL,
    "timeoutMs" INTEGER NOT NULL,
    "payloadSchema" JSONB,
    "redactPaths" TEXT[],
    "order" TEXT NOT NULL DEFAULT 'none',
    "rateLimit" DOUBLE PRECISION,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "task_type_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "project" (
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "revision" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "project_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "assignment" (
    "project" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "workers" INTEGER,
    "handler" JSONB,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "rateLimit" DOUBLE PRECISION,

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("project","role","type")
);

-- CreateTable
CREATE TABLE "revision" (
    "project" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "assignments" JSONB NOT NULL,
    "author" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "rollbackOf" INTEGER,
    "changeSetId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "revision_pkey" PRIMARY KEY ("project","number")
);

-- CreateTable
CREATE TABLE "change_set" (
    "id" UUID NOT NULL,
    "author" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "strategy" TEXT NOT NULL,
    "edits" JSONB NOT NULL,
    "rolledBackBy" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "change_set_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "override" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "author" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "override_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "instance" (
    "id" TEXT NOT NULL,
    "project" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "appliedRevision" INTEGER NOT NULL,
    "appliedEtag" TEXT,
    "state" TEXT NOT NULL,
    "report" JSONB NOT NULL,
    "command" TEXT,
    "stoppedAt" TIMESTAMPTZ(3),

    CONSTRAINT "instance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "failure" (
    "deadId" TEXT NOT NULL,
    "taskId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "backend" TEXT NOT NULL,
    "project" TEXT,
    "instance" TEXT,
    "revision" INTEGER,
    "reason" TEXT NOT NULL,
    "errorName" TEXT NOT NULL,
    "errorMessage" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "attributes" JSONB NOT NULL,
    "info" JSONB NOT NULL,
    "attempt" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'dead',
    "firstFailedAt" TIMESTAMPTZ(3) NOT NULL,
    "failedAt" TIMESTAMPTZ(3) NOT NULL,
    "storedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archivedAt" TIMESTAMPTZ(3),

    CONSTRAINT "failure_pkey" PRIMARY KEY ("deadId")
);

-- CreateTable
CREATE TABLE "replay" (
    "id" UUID NOT NULL,
    "author" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "selection" JSONB NOT NULL,
    "options" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "replay_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "replay_task" (
    "replayId" UUID NOT NULL,
    "deadId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "sentCount" INTEGER NOT NULL DEFAULT 0,
    "sentAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "replay_task_pkey" PRIMARY KEY ("replayId","deadId")
);

-- CreateTable
CREATE TABLE "outcome" (
    "taskId" TEXT NOT NULL,
    "replayId" TEXT NOT NULL DEFAULT '',
    "type" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "deadReason" TEXT,
    "error" TEXT,
    "project" TEXT NOT NULL,
    "instance" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outcome_pkey" PRIMARY KEY ("taskId","replayId")
);

-- CreateTable
CREATE TABLE "sample" (
    "type" TEXT NOT NULL,
    "backend" TEXT NOT NULL,
    "resolution" INTEGER NOT NULL DEFAULT 5,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ready" BIGINT,
    "inFlight" BIGINT,
    "delayed" BIGINT,
    "dead" BIGINT,
    "oldestAgeMs" BIGINT,
    "inPerSecond" DOUBLE PRECISION,
    "outPerSecond" DOUBLE PRECISION,

    CONSTRAINT "sample_pkey" PRIMARY KEY ("type","resolution","at","backend")
);

-- CreateTable
CREATE TABLE "queue_state" (
    "type" TEXT NOT NULL,
    "backend" TEXT NOT NULL,
    "ready" BIGINT,
    "inFlight" BIGINT,
    "delayed" BIGINT,
    "dead" BIGINT,
    "oldestAgeMs" BIGINT,
    "enqueuedTotal" BIGINT,
    "completedTotal" BIGINT,
    "inPerSecond" DOUBLE PRECISION,
    "outPerSecond" DOUBLE PRECISION,
    "quality" JSONB NOT NULL,
    "sampledAt" TIMESTAMPTZ(3),
    "error" TEXT,
    "errorSince" TIMESTAMPTZ(3),
    "waitingSince" TIMESTAMPTZ(3),
    "recent" JSONB NOT NULL,

    CONSTRAINT "queue_state_pkey" PRIMARY KEY ("type","backend")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actorKind" TEXT NOT NULL,
    "actorName" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "targetKind" TEXT NOT NULL,
    "targetName" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "reason" TEXT,
    "requestId" TEXT,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "status" INTEGER,
    "answer" JSONB,
    "acceptedIds" TEXT[],
    "busyUntil" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("scope","key")
);

-- CreateTable
CREATE TABLE "lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "setting" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "scopes" TEXT[],
    "project" TEXT,
    "userId" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "one_time_link" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "email" TEXT,
    "role" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),
    "consumedAt" TIMESTAMPTZ(3),

    CONSTRAINT "one_time_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT,
    "banned" BOOLEAN,
    "banReason" TEXT,
    "banExpires" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "impersonatedBy" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMPTZ(3),
    "refreshTokenExpiresAt" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "task_type_backend_idx" ON "task_type"("backend");

-- CreateIndex
CREATE INDEX "assignment_type_role_idx" ON "assignment"("type", "role");

-- CreateIndex
CREATE INDEX "revision_createdAt_idx" ON "revision"("createdAt" DESC);

-- CreateIndex
CREATE INDEX "revision_changeSetId_idx" ON "revision"("changeSetId");

-- CreateIndex
CREATE UNIQUE INDEX "change_set_rolledBackBy_key" ON "change_set"("rolledBackBy");

-- CreateIndex
CREATE INDEX "change_set_createdAt_idx" ON "change_set"("createdAt" DESC);

-- CreateIndex
CREATE INDEX "override_type_endedAt_idx" ON "override"("type", "endedAt");

-- CreateIndex
CREATE INDEX "instance_project_lastSeenAt_idx" ON "instance"("project", "lastSeenAt" DESC);

-- CreateIndex
CREATE INDEX "instance_lastSeenAt_idx" ON "instance"("lastSeenAt" DESC);

-- CreateIndex
CREATE INDEX "failure_failedAt_deadId_idx" ON "failure"("failedAt" DESC, "deadId" DESC);

-- CreateIndex
CREATE INDEX "failure_type_failedAt_idx" ON "failure"("type", "failedAt" DESC);

-- CreateIndex
CREATE INDEX "failure_fingerprint_failedAt_idx" ON "failure"("fingerprint", "failedAt" DESC);

-- CreateIndex
CREATE INDEX "failure_taskId_idx" ON "failure"("taskId");

-- CreateIndex
CREATE INDEX "replay_createdAt_idx" ON "replay"("createdAt" DESC);

-- CreateIndex
CREATE INDEX "replay_task_replayId_state_idx" ON "replay_task"("replayId", "state");

-- CreateIndex
CREATE INDEX "replay_task_deadId_idx" ON "replay_task"("deadId");

-- CreateIndex
CREATE INDEX "outcome_replayId_idx" ON "outcome"("replayId");

-- CreateIndex
CREATE INDEX "sample_resolution_at_idx" ON "sample"("resolution", "at");

-- CreateIndex
CREATE INDEX "queue_state_backend_idx" ON "queue_state"("backend");

-- CreateIndex
CREATE INDEX "audit_entry_at_id_idx" ON "audit_entry"("at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_targetKind_targetName_id_idx" ON "audit_entry"("targetKind", "targetName", "id" DESC);

-- CreateIndex
CREATE INDEX "idempotency_key_createdAt_idx" ON "idempotency_key"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE INDEX "api_token_project_idx" ON "api_token"("project");

-- CreateIndex
CREATE UNIQUE INDEX "one_time_link_hash_key" ON "one_time_link"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_userId_idx" ON "session"("userId");

-- CreateIndex
CREATE INDEX "account_userId_idx" ON "account"("userId");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- AddForeignKey
ALTER TABLE "task_type" ADD CONSTRAINT "task_type_backend_fkey" FOREIGN KEY ("backend") REFERENCES "backend"("name") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_project_fkey" FOREIGN KEY ("project") REFERENCES "project"("name") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_type_fkey" FOREIGN KEY ("type") REFERENCES "task_type"("name") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revision" ADD CONSTRAINT "revision_project_fkey" FOREIGN KEY ("project") REFERENCES "project"("name") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revision" ADD CONSTRAINT "revision_changeSetId_fkey" FOREIGN KEY ("changeSetId") REFERENCES "change_set"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "instance" ADD CONSTRAINT "instance_project_fkey" FOREIGN KEY ("project") REFERENCES "project"("name") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "replay_task" ADD CONSTRAINT "replay_task_replayId_fkey" FOREIGN KEY ("replayId") REFERENCES "replay"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "replay_task" ADD CONSTRAINT "replay_task_deadId_fkey" FOREIGN KEY ("deadId") REFERENCES "failure"("deadId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_project_fkey" FOREIGN KEY ("project") REFERENCES "project"("name") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;


