-- CreateTable
CREATE TABLE "former_queue" (
    "type" TEXT NOT NULL,
    "backend" TEXT NOT NULL,
    "queueName" TEXT NOT NULL DEFAULT '',
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "former_queue_pkey" PRIMARY KEY ("type","backend","queueName")
);

-- CreateIndex
CREATE INDEX "former_queue_backend_idx" ON "former_queue"("backend");

-- AddForeignKey
ALTER TABLE "former_queue" ADD CONSTRAINT "former_queue_type_fkey" FOREIGN KEY ("type") REFERENCES "task_type"("name") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "former_queue" ADD CONSTRAINT "former_queue_backend_fkey" FOREIGN KEY ("backend") REFERENCES "backend"("name") ON DELETE RESTRICT ON UPDATE CASCADE;
