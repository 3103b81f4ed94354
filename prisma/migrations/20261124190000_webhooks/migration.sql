-- CreateTable
CREATE TABLE "webhook" (
    "name" TEXT NOT NULL,
    "project" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "scheme" TEXT NOT NULL,
    "options" JSONB NOT NULL,
    "secret" TEXT NOT NULL,
    "idFrom" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "description" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "accepted" BIGINT NOT NULL DEFAULT 0,
    "repeated" BIGINT NOT NULL DEFAULT 0,
    "refused" BIGINT NOT NULL DEFAULT 0,
    "lastReceivedAt" TIMESTAMPTZ(3),
    "lastRefusedAt" TIMESTAMPTZ(3),
    "lastRefusal" TEXT,

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("name")
);
