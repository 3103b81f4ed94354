// Made by `npm run generate:api` from the OpenAPI document. Do not edit.
export interface paths {
    "/links/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create the first admin from the set-up link, or a person from an invitation */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AcceptLink"];
                };
            };
            responses: {
                /** @description Created and signed in */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Account"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/failures/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a dead task away; it can be restored */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Archive"];
                };
            };
            responses: {
                /** @description Archived */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Failure"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Bring an archived task back to the dead ones */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Restored */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Failure"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/failure-archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put dead tasks away, by ids or by filter
         * @description Touches only tasks that are `dead`. An empty filter is refused.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ArchiveSelection"];
                };
            };
            responses: {
                /** @description How many were archived */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            changed: number;
                            /**
                             * Format: date-time
                             * @description To undo exactly this: see restoring.
                             * @example 2026-01-31T12:00:00.000Z
                             */
                            archivedAt: string;
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /**
         * Bring archived tasks back, by ids or by filter
         * @description With `archivedAt` from the answer to your archiving, and the same selection, it brings back exactly what that put away.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RestoreSelection"];
                };
            };
            responses: {
                /** @description How many were restored */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            changed: number;
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send no more; what was not sent is dead again as before */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Cancelled */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Replay"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where a task is, as far as is known
         * @description Known are tasks that failed for good, were replayed or tracked, run at this moment, or wait in a backend that can be asked for one (Postgres). Another task that succeeded leaves no trace: `404` says so.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What is known */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskTrace"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /**
         * Cancel a task that waits
         * @description Takes it out of its queue, whether it is ready, scheduled or waits for its next attempt; it is not archived. `409` says why where it runs or is over, or where its backend cannot take out a single task. Where a backend cannot look a task up by its id, `type` says where to look.
         */
        delete: {
            parameters: {
                query?: {
                    type?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Cancelled: it will not run */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change one's own password; other sessions of the person end */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChangePassword"];
                };
            };
            responses: {
                /** @description Changed (Set-Cookie: the session that goes on) */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/instances/{instance}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell an instance to drain or to stop */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    instance: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["InstanceCommand"];
                };
            };
            responses: {
                /** @description It will be told with its next heartbeat */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Instance"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List backends */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All backends */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Backend"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Register a backend */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewBackend"];
                };
            };
            responses: {
                /** @description Registered */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Backend"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/change-sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Save edits to several projects as one */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewChangeSet"];
                };
            };
            responses: {
                /** @description Saved; a stale base answers 412 with `current` */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChangeSet"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List projects by name */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    prefix?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Project"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Create a project */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewProject"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Replays, newest first */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    state?: components["schemas"]["ReplayState"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Newest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Replay"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Send dead tasks back to work
         * @description A task keeps its `id`, gets the campaign's `replayid` and `attempt` 1. By ids, all must be `dead`: a replay of an unknown (`422`), running or already replayed task (`409`) is refused as a whole. An empty filter is refused.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewReplay"];
                };
            };
            responses: {
                /** @description With `dryRun`: what would be sent */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReplayPreview"];
                    };
                };
                /** @description Accepted; it goes on by itself */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Replay"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/task-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List task types by name */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    prefix?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["TaskType"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Create a task type and declare its queues */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewTaskType"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskType"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** API tokens, without their secrets */
        get: {
            parameters: {
                query?: {
                    project?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Newest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Token"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Create an API token with at most your own scopes */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewToken"];
                };
            };
            responses: {
                /** @description The secret is shown this once */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CreatedToken"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List inbound webhooks by name */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All webhooks */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Webhook"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Create an inbound webhook */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
            responses: {
                /** @description Created */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Webhook"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backends/{backend}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a backend */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    backend: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The backend */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Backend"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a backend that no task type uses */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    backend: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a backend */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    backend: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BackendPatch"];
                };
            };
            responses: {
                /** @description Changed */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Backend"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/people/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a person, their sessions and their tokens; not the last admin */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a person's role; counts from their next request */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PersonPatch"];
                };
            };
            responses: {
                /** @description Changed; the last admin stays admin (409) */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Person"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/projects/{project}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a project */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The project */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a project without assignments and live instances */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a project */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ProjectPatch"];
                };
            };
            responses: {
                /** @description Changed */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/task-types/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a task type */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    type: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The task type */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskType"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a task type without assignments and without tasks */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    type: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change a task type */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    type: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TaskTypePatch"];
                };
            };
            responses: {
                /** @description Changed */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskType"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/webhooks/{webhook}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an inbound webhook */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhook: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The webhook */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Webhook"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove an inbound webhook */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhook: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed; its address answers 404 */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Change an inbound webhook */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhook: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WebhookPatch"];
                };
            };
            responses: {
                /** @description Changed */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Webhook"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/projects/{project}/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a project's assignments */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The current revision */
                200: {
                    headers: {
                        /** @description The revision, quoted */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AssignmentSet"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Save a project's assignments as a new revision */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag that was read. Left out: 428. Stale: 412. */
                    "if-match"?: string;
                };
                path: {
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SaveAssignments"];
                };
            };
            responses: {
                /** @description The new revision */
                200: {
                    headers: {
                        /** @description The revision, quoted */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AssignmentSet"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Stale; the newer revision is in `current` */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/change-sets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a change set and its roll-out */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The change set */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChangeSet"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project}/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The worker's configuration document */
        get: {
            parameters: {
                query?: {
                    wait?: number | null;
                };
                header?: {
                    "if-none-match"?: string;
                };
                path: {
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The document */
                200: {
                    headers: {
                        /** @description Hash of the document */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            $schema?: string;
                            project: string;
                            /** @default 0 */
                            revision: number;
                            /** @default 5000 */
                            pollIntervalMs: number;
                            /** @default 10000 */
                            heartbeatIntervalMs: number;
                            /** @default task */
                            namespace: string;
                            /** @default 1048576 */
                            maxPayloadBytes: number;
                            /** @default [] */
                            allowTargets: string[];
                            backends: {
                                [key: string]: {
                                    /** @enum {string} */
                                    kind: "memory";
                                } | {
                                    /** @enum {string} */
                                    kind: "postgres";
                                    url: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "rabbitmq";
                                    url: string;
                                    managementUrl?: string;
                                    tls?: {
                                        ca?: string;
                                        cert?: string;
                                        key?: string;
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "redis";
                                    url: string;
                                    tls?: {
                                        ca?: string;
                                        cert?: string;
                                        key?: string;
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "kafka";
                                    url: string;
                                    sasl?: {
                                        /** @enum {string} */
                                        mechanism: "PLAIN" | "SCRAM-SHA-256" | "SCRAM-SHA-512";
                                        username: string;
                                        password: string;
                                    };
                                    tls?: {
                                        ca?: string;
                                        cert?: string;
                                        key?: string;
                                    };
                                    replicationFactor?: number;
                                    /** @default 12 */
                                    partitions: number;
                                };
                            };
                            /** @default [] */
                            producers: {
                                type: string;
                                backend: string;
                                queueName?: string;
                                payloadSchema?: {
                                    [key: string]: unknown;
                                };
                            }[];
                            /** @default [] */
                            consumers: {
                                type: string;
                                backend: string;
                                queueName?: string;
                                /** @default 1 */
                                workers: number;
                                /** @default false */
                                paused: boolean;
                                /** @default null */
                                rateLimit: number | null;
                                /** @default 30000 */
                                timeoutMs: number;
                                /** @default {} */
                                retry: {
                                    /** @enum {string} */
                                    kind?: "exponential";
                                    /** @default 10 */
                                    maxAttempts: number;
                                    /** @default 0.2 */
                                    jitter: number;
                                    /** @default 1000 */
                                    initialMs: number;
                                    /** @default 2 */
                                    factor: number;
                                    /** @default 3600000 */
                                    maxMs: number;
                                    byCode?: {
                                        [key: string]: "dead" | {
                                            /** @enum {string} */
                                            kind?: "exponential";
                                            /** @default 10 */
                                            maxAttempts: number;
                                            /** @default 0.2 */
                                            jitter: number;
                                            /** @default 1000 */
                                            initialMs: number;
                                            /** @default 2 */
                                            factor: number;
                                            /** @default 3600000 */
                                            maxMs: number;
                                        } | {
                                            /** @enum {string} */
                                            kind: "fixed";
                                            /** @default 10 */
                                            maxAttempts: number;
                                            /** @default 0.2 */
                                            jitter: number;
                                            delayMs: number;
                                        } | {
                                            /** @enum {string} */
                                            kind: "list";
                                            /** @default 10 */
                                            maxAttempts: number;
                                            /** @default 0.2 */
                                            jitter: number;
                                            delaysMs: number[];
                                        };
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "fixed";
                                    /** @default 10 */
                                    maxAttempts: number;
                                    /** @default 0.2 */
                                    jitter: number;
                                    delayMs: number;
                                    byCode?: {
                                        [key: string]: "dead" | {
                                            /** @enum {string} */
                                            kind?: "exponential";
                                            /** @default 10 */
                                            maxAttempts: number;
                                            /** @default 0.2 */
                                            jitter: number;
                                            /** @default 1000 */
                                            initialMs: number;
                                            /** @default 2 */
                                            factor: number;
                                            /** @default 3600000 */
                                            maxMs: number;
                                        } | {
                                            /** @enum {string} */
                                            kind: "fixed";
                                            /** @default 10 */
                                            maxAttempts: number;
                                            /** @default 0.2 */
                                            jitter: number;
                                            delayMs: number;
                                        } | {
                                            /** @enum {string} */
                                            kind: "list";
                                            /** @default 10 */
                                            maxAttempts: number;
                                            /** @default 0.2 */
                                            jitter: number;
                                            delaysMs: number[];
                                        };
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "list";
                                    /** @default 10 */
                                    maxAttempts: number;
                                    /** @default 0.2 */
                                    jitter: number;
                                    delaysMs: number[];
                                    byCode?: {
                                        [key: string]: "dead" | {
                                            /** @enum {string} */
                                            kind?: "exponential";
                                            /** @default 10 */
                                            maxAttempts: number;
                                            /** @default 0.2 */
                                            jitter: number;
                                            /** @default 1000 */
                                            initialMs: number;
                                            /** @default 2 */
                                            factor: number;
                                            /** @default 3600000 */
                                            maxMs: number;
                                        } | {
                                            /** @enum {string} */
                                            kind: "fixed";
                                            /** @default 10 */
                                            maxAttempts: number;
                                            /** @default 0.2 */
                                            jitter: number;
                                            delayMs: number;
                                        } | {
                                            /** @enum {string} */
                                            kind: "list";
                                            /** @default 10 */
                                            maxAttempts: number;
                                            /** @default 0.2 */
                                            jitter: number;
                                            delaysMs: number[];
                                        };
                                    };
                                };
                                handler: {
                                    /** @enum {string} */
                                    kind: "http";
                                    /** Format: uri */
                                    url: string;
                                    secret?: string;
                                    circuitBreaker?: boolean;
                                } | {
                                    /** @enum {string} */
                                    kind: "function";
                                    name?: string;
                                } | {
                                    /** @enum {string} */
                                    kind: "module";
                                    name?: string;
                                    /** @default default */
                                    export: string;
                                    memoryMb?: number;
                                } | ({
                                    /** @enum {string} */
                                    kind: "built-in";
                                    /**
                                     * @description Which built-in handler.
                                     * @enum {string}
                                     */
                                    name: "slack.message";
                                    options: {
                                        /**
                                         * Format: secret-reference
                                         * @description Of an incoming webhook; it is a secret. The webhook decides the channel. Give this or a bot token.
                                         */
                                        webhookUrl?: string;
                                        /**
                                         * Format: secret-reference
                                         * @description Of a Slack app with the scope chat:write (xoxb-…). Give this or a webhook URL.
                                         */
                                        token?: string;
                                        /**
                                         * @description Id or name, where the payload names none; only with a bot token
                                         * @example #deploys
                                         */
                                        channel?: string;
                                        /**
                                         * Format: uri
                                         * @description Of another Slack, such as https://slack-gov.com/api
                                         * @default https://slack.com/api
                                         */
                                        apiUrl: string;
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "built-in";
                                    /**
                                     * @description Which built-in handler.
                                     * @enum {string}
                                     */
                                    name: "segment.track";
                                    options: {
                                        /**
                                         * Format: secret-reference
                                         * @description Of the source that the calls belong to
                                         */
                                        writeKey: string;
                                        /**
                                         * Format: uri
                                         * @description Of another region, such as https://events.eu1.segmentapis.com/v1
                                         * @default https://api.segment.io/v1
                                         */
                                        apiUrl: string;
                                        /**
                                         * @description Tasks that run at the same time are sent together, at most so many; 1 sends each by itself
                                         * @default 100
                                         */
                                        batchMaxTasks: number;
                                        /**
                                         * @description Longest time that a task waits for others to be sent with; a single worker never waits
                                         * @default 10
                                         */
                                        batchLingerMs: number;
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "built-in";
                                    /**
                                     * @description Which built-in handler.
                                     * @enum {string}
                                     */
                                    name: "segment.identify";
                                    options: {
                                        /**
                                         * Format: secret-reference
                                         * @description Of the source that the calls belong to
                                         */
                                        writeKey: string;
                                        /**
                                         * Format: uri
                                         * @description Of another region, such as https://events.eu1.segmentapis.com/v1
                                         * @default https://api.segment.io/v1
                                         */
                                        apiUrl: string;
                                        /**
                                         * @description Tasks that run at the same time are sent together, at most so many; 1 sends each by itself
                                         * @default 100
                                         */
                                        batchMaxTasks: number;
                                        /**
                                         * @description Longest time that a task waits for others to be sent with; a single worker never waits
                                         * @default 10
                                         */
                                        batchLingerMs: number;
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "built-in";
                                    /**
                                     * @description Which built-in handler.
                                     * @enum {string}
                                     */
                                    name: "segment.page";
                                    options: {
                                        /**
                                         * Format: secret-reference
                                         * @description Of the source that the calls belong to
                                         */
                                        writeKey: string;
                                        /**
                                         * Format: uri
                                         * @description Of another region, such as https://events.eu1.segmentapis.com/v1
                                         * @default https://api.segment.io/v1
                                         */
                                        apiUrl: string;
                                        /**
                                         * @description Tasks that run at the same time are sent together, at most so many; 1 sends each by itself
                                         * @default 100
                                         */
                                        batchMaxTasks: number;
                                        /**
                                         * @description Longest time that a task waits for others to be sent with; a single worker never waits
                                         * @default 10
                                         */
                                        batchLingerMs: number;
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "built-in";
                                    /**
                                     * @description Which built-in handler.
                                     * @enum {string}
                                     */
                                    name: "segment.group";
                                    options: {
                                        /**
                                         * Format: secret-reference
                                         * @description Of the source that the calls belong to
                                         */
                                        writeKey: string;
                                        /**
                                         * Format: uri
                                         * @description Of another region, such as https://events.eu1.segmentapis.com/v1
                                         * @default https://api.segment.io/v1
                                         */
                                        apiUrl: string;
                                        /**
                                         * @description Tasks that run at the same time are sent together, at most so many; 1 sends each by itself
                                         * @default 100
                                         */
                                        batchMaxTasks: number;
                                        /**
                                         * @description Longest time that a task waits for others to be sent with; a single worker never waits
                                         * @default 10
                                         */
                                        batchLingerMs: number;
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "built-in";
                                    /**
                                     * @description Which built-in handler.
                                     * @enum {string}
                                     */
                                    name: "mixpanel.track";
                                    options: {
                                        /**
                                         * Format: secret-reference
                                         * @description Of the project that the events belong to
                                         */
                                        token: string;
                                        /**
                                         * Format: uri
                                         * @description Of another region, such as https://api-eu.mixpanel.com
                                         * @default https://api.mixpanel.com
                                         */
                                        apiUrl: string;
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "built-in";
                                    /**
                                     * @description Which built-in handler.
                                     * @enum {string}
                                     */
                                    name: "http.request";
                                    options: {
                                        /**
                                         * Format: uri
                                         * @description What is called, once per task
                                         */
                                        url: string;
                                        /**
                                         * @description Method
                                         * @default POST
                                         * @enum {string}
                                         */
                                        method: "POST" | "PUT" | "PATCH" | "DELETE" | "GET";
                                        /**
                                         * @description The body of the request, or the parameters of its URL
                                         * @default body
                                         * @enum {string}
                                         */
                                        payloadAs: "body" | "query";
                                        /** @description One a line */
                                        headers?: {
                                            [key: string]: string;
                                        };
                                        /** @description One a line; the value is a reference to a secret that holds the whole value, such as "Bearer …" */
                                        secretHeaders?: {
                                            [key: string]: string;
                                        };
                                        /**
                                         * @description Carries the id of the task, the same with every attempt
                                         * @default Idempotency-Key
                                         */
                                        idempotencyHeader: string;
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "built-in";
                                    /**
                                     * @description Which built-in handler.
                                     * @enum {string}
                                     */
                                    name: "sms.send";
                                    options: {
                                        /** @description Of the account that sends (AC…) */
                                        accountSid: string;
                                        /**
                                         * Format: secret-reference
                                         * @description Of the account. Give this or an API key with its secret.
                                         */
                                        authToken?: string;
                                        /** @description SID of an API key (SK…), with its secret */
                                        apiKey?: string;
                                        /**
                                         * Format: secret-reference
                                         * @description Of the API key
                                         */
                                        apiKeySecret?: string;
                                        /** @description Number (+15550001111), short code or sender name; the payload may name another */
                                        from?: string;
                                        /** @description Chooses the sender (MG…), where neither payload nor configuration names one */
                                        messagingServiceSid?: string;
                                        /**
                                         * Format: uri
                                         * @description Where the service tells what became of the message
                                         */
                                        statusCallback?: string;
                                        /**
                                         * Format: uri
                                         * @description Of another region or a compatible service
                                         * @default https://api.twilio.com
                                         */
                                        apiUrl: string;
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "built-in";
                                    /**
                                     * @description Which built-in handler.
                                     * @enum {string}
                                     */
                                    name: "email.send";
                                    options: {
                                        /** @description Of the mail server that takes messages in */
                                        host: string;
                                        /**
                                         * @description 587 for STARTTLS, 465 for TLS from the start
                                         * @default 587
                                         */
                                        port: number;
                                        /**
                                         * @description STARTTLS is required, not merely tried; "none" sends everything readable
                                         * @default starttls
                                         * @enum {string}
                                         */
                                        security: "starttls" | "tls" | "none";
                                        /**
                                         * Format: secret-reference
                                         * @description To sign in with, together with a password
                                         */
                                        user?: string;
                                        /**
                                         * Format: secret-reference
                                         * @description Of the user
                                         */
                                        password?: string;
                                        /** @description Sender of all messages */
                                        from: string;
                                        /** @description Where answers go; the payload may name another */
                                        replyTo?: string;
                                        /**
                                         * Format: secret-reference
                                         * @description PEM of the authority to trust, for a server with a private one
                                         */
                                        ca?: string;
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "built-in";
                                    /**
                                     * @description Which built-in handler.
                                     * @enum {string}
                                     */
                                    name: "s3.fetch";
                                    options: {
                                        /** @description Bucket */
                                        bucket: string;
                                        /**
                                         * @description Region
                                         * @default us-east-1
                                         */
                                        region: string;
                                        /**
                                         * Format: uri
                                         * @description Of another store that speaks S3; left out, AWS
                                         * @example https://s3.example.com
                                         */
                                        endpoint?: string;
                                        /**
                                         * @description The path of the URL, or its host name; auto: the path with an endpoint, else the host name
                                         * @default auto
                                         * @enum {string}
                                         */
                                        addressing: "auto" | "path" | "host";
                                        /**
                                         * @description Stands before every key
                                         * @default
                                         * @example uploads/
                                         */
                                        keyPrefix: string;
                                        /**
                                         * Format: secret-reference
                                         * @description Left out with its secret, the worker's own AWS credentials hold (environment, shared files, role)
                                         */
                                        accessKeyId?: string;
                                        /**
                                         * Format: secret-reference
                                         * @description Of the access key id
                                         */
                                        secretAccessKey?: string;
                                        /**
                                         * Format: secret-reference
                                         * @description Of temporary credentials
                                         */
                                        sessionToken?: string;
                                        /**
                                         * @description A larger file is dead; 1073741824 is 1 GiB
                                         * @default 1073741824
                                         */
                                        maxBytes: number;
                                        /**
                                         * @description That may be stored; left out, all
                                         * @example image/*, application/pdf
                                         */
                                        allowedContentTypes?: string;
                                        /**
                                         * @description Milliseconds, for each redirect anew
                                         * @default 30000
                                         */
                                        firstByteTimeoutMs: number;
                                        /**
                                         * @description Milliseconds without a byte of the source
                                         * @default 30000
                                         */
                                        idleTimeoutMs: number;
                                        /**
                                         * @description Milliseconds; the type's own timeout may end it sooner
                                         * @default 600000
                                         */
                                        totalTimeoutMs: number;
                                        /**
                                         * @description Storage class
                                         * @enum {string}
                                         */
                                        storageClass?: "STANDARD" | "STANDARD_IA" | "ONEZONE_IA" | "INTELLIGENT_TIERING" | "GLACIER_IR" | "GLACIER" | "DEEP_ARCHIVE" | "REDUCED_REDUNDANCY";
                                        /**
                                         * @description Left out, the bucket's own
                                         * @enum {string}
                                         */
                                        serverSideEncryption?: "AES256" | "aws:kms" | "aws:kms:dsse";
                                        /** @description Id or ARN; only with aws:kms */
                                        kmsKeyId?: string;
                                        /**
                                         * @description Left out, the bucket's own
                                         * @enum {string}
                                         */
                                        acl?: "private" | "public-read" | "authenticated-read" | "bucket-owner-read" | "bucket-owner-full-control";
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "built-in";
                                    /**
                                     * @description Which built-in handler.
                                     * @enum {string}
                                     */
                                    name: "s3.upload";
                                    options: {
                                        /** @description Bucket */
                                        bucket: string;
                                        /**
                                         * @description Region
                                         * @default us-east-1
                                         */
                                        region: string;
                                        /**
                                         * Format: uri
                                         * @description Of another store that speaks S3; left out, AWS
                                         * @example https://s3.example.com
                                         */
                                        endpoint?: string;
                                        /**
                                         * @description The path of the URL, or its host name; auto: the path with an endpoint, else the host name
                                         * @default auto
                                         * @enum {string}
                                         */
                                        addressing: "auto" | "path" | "host";
                                        /**
                                         * @description Stands before every key
                                         * @default
                                         * @example uploads/
                                         */
                                        keyPrefix: string;
                                        /**
                                         * Format: secret-reference
                                         * @description Left out with its secret, the worker's own AWS credentials hold (environment, shared files, role)
                                         */
                                        accessKeyId?: string;
                                        /**
                                         * Format: secret-reference
                                         * @description Of the access key id
                                         */
                                        secretAccessKey?: string;
                                        /**
                                         * Format: secret-reference
                                         * @description Of temporary credentials
                                         */
                                        sessionToken?: string;
                                        /**
                                         * @description Storage class
                                         * @enum {string}
                                         */
                                        storageClass?: "STANDARD" | "STANDARD_IA" | "ONEZONE_IA" | "INTELLIGENT_TIERING" | "GLACIER_IR" | "GLACIER" | "DEEP_ARCHIVE" | "REDUCED_REDUNDANCY";
                                        /**
                                         * @description Left out, the bucket's own
                                         * @enum {string}
                                         */
                                        serverSideEncryption?: "AES256" | "aws:kms" | "aws:kms:dsse";
                                        /** @description Id or ARN; only with aws:kms */
                                        kmsKeyId?: string;
                                        /**
                                         * @description Left out, the bucket's own
                                         * @enum {string}
                                         */
                                        acl?: "private" | "public-read" | "authenticated-read" | "bucket-owner-read" | "bucket-owner-full-control";
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "built-in";
                                    /**
                                     * @description Which built-in handler.
                                     * @enum {string}
                                     */
                                    name: "push.apns";
                                    options: {
                                        /**
                                         * Format: secret-reference
                                         * @description The content of the .p8 file of an APNs key, as Apple gives it.
                                         */
                                        key: string;
                                        /** @description Of the signing key; ten characters. */
                                        keyId: string;
                                        /** @description Of the developer account; ten characters. */
                                        teamId: string;
                                        /**
                                         * @description The app's bundle ID.
                                         * @example com.example.shop
                                         */
                                        topic: string;
                                        /**
                                         * @description Sandbox is for apps that Xcode installed.
                                         * @default production
                                         * @enum {string}
                                         */
                                        environment: "production" | "sandbox";
                                        /**
                                         * Format: uri
                                         * @description Instead of the one of the environment.
                                         */
                                        apiUrl?: string;
                                        /**
                                         * @description Sent as apns-push-type; a background push shows nothing.
                                         * @default alert
                                         * @enum {string}
                                         */
                                        pushType: "alert" | "background";
                                        /** @description Milliseconds for which APNs tries to deliver; 0 is once. Up to APNs when left out. */
                                        expireAfterMs?: number;
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "built-in";
                                    /**
                                     * @description Which built-in handler.
                                     * @enum {string}
                                     */
                                    name: "push.fcm";
                                    options: {
                                        /**
                                         * Format: secret-reference
                                         * @description The JSON key file of a service account that may send with Firebase Cloud Messaging.
                                         */
                                        serviceAccount: string;
                                        /** @description Of the Firebase project; the service account's when left out. */
                                        projectId?: string;
                                        /**
                                         * Format: uri
                                         * @description Of Firebase Cloud Messaging.
                                         * @default https://fcm.googleapis.com
                                         */
                                        apiUrl: string;
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "built-in";
                                    /**
                                     * @description Which built-in handler.
                                     * @enum {string}
                                     */
                                    name: "push.web";
                                    options: {
                                        /** @description Of the VAPID key pair that browsers subscribe with. */
                                        publicKey: string;
                                        /**
                                         * Format: secret-reference
                                         * @description Of the VAPID key pair; 43 characters of URL-safe base64.
                                         */
                                        privateKey: string;
                                        /**
                                         * @description Where push services reach you.
                                         * @example mailto:ops@example.com
                                         */
                                        subject: string;
                                        /**
                                         * @description Milliseconds for which the push service keeps a message; 0 is not at all.
                                         * @default 2419200000
                                         */
                                        expireAfterMs: number;
                                    };
                                } | {
                                    /** @enum {string} */
                                    kind: "built-in";
                                    /**
                                     * @description Which built-in handler.
                                     * @enum {string}
                                     */
                                    name: "push.airship";
                                    options: {
                                        /** @description Of the Airship project. */
                                        appKey: string;
                                        /**
                                         * Format: secret-reference
                                         * @description Of the project. Give this or a bearer token.
                                         */
                                        masterSecret?: string;
                                        /**
                                         * Format: secret-reference
                                         * @description One that may send. Give this or the master secret.
                                         */
                                        bearerToken?: string;
                                        /**
                                         * @description What the payload's token is: the ID of a channel, or of a named user.
                                         * @default channel
                                         * @enum {string}
                                         */
                                        audience: "channel" | "named-user";
                                        /**
                                         * Format: uri
                                         * @description Of your site.
                                         * @default https://api.urbanairship.com
                                         * @example https://api.asnapieu.com
                                         */
                                        apiUrl: string;
                                    };
                                }) | {
                                    /** @enum {string} */
                                    kind: "custom";
                                    /** @description A handler made by defineHandler that the process has, such as "acme.ticket". */
                                    name: string;
                                    /**
                                     * @description Checked by the handler's own schema where it runs; secrets as references.
                                     * @default {}
                                     */
                                    options: {
                                        [key: string]: unknown;
                                    };
                                };
                                payloadSchema?: {
                                    [key: string]: unknown;
                                };
                                /**
                                 * @default none
                                 * @enum {string}
                                 */
                                order: "none" | "key";
                                alsoFrom?: {
                                    backend: string;
                                    queueName?: string;
                                }[];
                            }[];
                        };
                    };
                };
                /** @description Not modified */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/environment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the sign-in page may know */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The environment */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Environment"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/failures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a dead task */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The failure */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Failure"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/failure-facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many failures a filter matches, by status, reason, type and project */
        get: {
            parameters: {
                query?: {
                    type?: string | string[];
                    project?: string | string[];
                    reason?: components["schemas"]["DeadReason"] | components["schemas"]["DeadReason"][];
                    group?: string;
                    q?: string;
                    from?: string;
                    to?: string;
                    taskId?: string;
                    replay?: string;
                    status?: components["schemas"]["FailureStatus"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Counts; capped ones say so */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FailureFacets"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a queue */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    type: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The queue */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Queue"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a replay and its progress */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The replay */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Replay"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project}/rollout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Desired revision against what each live instance has applied */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The roll-out */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Rollout"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who am I */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The caller */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Account"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Sign in */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SignIn"];
                };
            };
            responses: {
                /** @description Signed in (Set-Cookie) */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Account"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Sign out */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Signed out */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/links/inspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Is this link good, and for whom */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["InspectLink"];
                };
            };
            responses: {
                /** @description The link is good */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Link"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/people/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make an invitation link */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewInvitation"];
                };
            };
            responses: {
                /** @description Shown once */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Invitation"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Assignments of all projects */
        get: {
            parameters: {
                query?: {
                    type?: string;
                    project?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A set per project, by name */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["AssignmentSet"][];
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, newest first */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    actor?: string;
                    action?: string;
                    target?: string;
                    from?: string;
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["AuditEntry"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/failure-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Failures of one cause together, most frequent first */
        get: {
            parameters: {
                query?: {
                    type?: string | string[];
                    project?: string | string[];
                    reason?: components["schemas"]["DeadReason"] | components["schemas"]["DeadReason"][];
                    status?: components["schemas"]["FailureStatus"];
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Most frequent first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["FailureGroup"][];
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/failures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Dead tasks, newest first */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    type?: string | string[];
                    project?: string | string[];
                    reason?: components["schemas"]["DeadReason"] | components["schemas"]["DeadReason"][];
                    group?: string;
                    q?: string;
                    from?: string;
                    to?: string;
                    taskId?: string;
                    replay?: string;
                    status?: components["schemas"]["FailureStatus"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Newest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["FailureSummary"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/handlers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The built-in handlers */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them, by name */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["BuiltInHandler"][];
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Live and recently lost instances */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    project?: string;
                    status?: "live" | "lost" | "stopped";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description By project, then newest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Instance"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description People by name */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Person"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Queues with depth, flow and health */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    prefix?: string;
                    backend?: string;
                    project?: string;
                    health?: "clear" | "caution" | "danger" | "paused" | "unknown";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description By type */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Queue"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays/{id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of each task of a replay */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                    state?: components["schemas"]["ReplayTaskState"];
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description By the id of the failure */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["ReplayTask"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Revisions, newest first */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path: {
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Revision"][];
                            nextCursor: string | null;
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues/{type}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause all consumers of the type */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    type: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Pause"];
                };
            };
            responses: {
                /** @description Paused */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Queue"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Resume the consumers of the type */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    type: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Resumed */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Queue"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send no more for now */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Paused */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Replay"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues/{type}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Look at waiting tasks without taking them */
        get: {
            parameters: {
                query?: {
                    state?: "ready" | "inFlight" | "delayed" | "dead";
                    limit?: number;
                };
                header?: never;
                path: {
                    type: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Oldest first; redacted where configured */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Messages"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove waiting tasks */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    type: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Purge"];
                };
            };
            responses: {
                /** @description How many were removed */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            removed: number;
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/change-sets/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Diff, impact and warnings of edits, without saving */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChangeSetDraft"];
                };
            };
            responses: {
                /** @description The preview */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChangeSetPreview"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish one task or up to 1,000
         * @description Answers only after the broker confirmed. One bad task in a batch refuses the whole batch.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewTask"] | components["schemas"]["TaskBatch"];
                    "application/cloudevents+json": {
                        [key: string]: unknown;
                    };
                    "application/cloudevents-batch+json": {
                        [key: string]: unknown;
                    }[];
                };
            };
            responses: {
                /** @description The broker has taken responsibility */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Accepted"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/instances/{instance}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Heartbeat */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    instance: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Heartbeat"];
                };
            };
            responses: {
                /** @description What it is told */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            commands: ("drain" | "stop")[];
                            desiredRevision: number;
                        };
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/queues/{type}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Series for charts, with annotations */
        get: {
            parameters: {
                query?: {
                    from?: string;
                    to?: string;
                    /** @description Seconds */
                    step?: number;
                };
                header?: never;
                path: {
                    type: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The series */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QueueHistory"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hooks/{webhook}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Where a provider delivers
         * @description The signature over the raw body is what admits a delivery. `401` says that it does not hold, `503` that the provider is to try again.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhook: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The message had been accepted before */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Received"];
                    };
                };
                /** @description The broker has taken responsibility */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Received"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/replays/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on sending; a held replay begins at once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Running */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Replay"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API token */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Revoked */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/change-sets/{id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo a change set as a new one; 412 when a project has moved on */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChangeSetRollback"];
                };
            };
            responses: {
                /** @description The change set that undoes it */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChangeSet"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{project}/revisions/{number}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring back a revision as a new one */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description The ETag that was read. Left out: whatever stands. Stale: 412. */
                    "if-match"?: string;
                };
                path: {
                    project: string;
                    number: number | null;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Rollback"];
                };
            };
            responses: {
                /** @description The new revision */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AssignmentSet"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/task-types/{type}/former-queues/{backend}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take no more from a queue that the type has left */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    type: string;
                    backend: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Consumers leave it; what waits there stays */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which resources changed, as they change
         * @description Events of type `changed` whose data is `{"resources": ["queues", …]}`, at most one a second; a comment line every 15 s keeps the line open. After a reconnect read everything anew: nothing is replayed.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description An endless stream (WHATWG HTML, section 9.2) */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/handlers/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run one task through a handler, in the control plane
         * @description A real call to the service. Nothing is published and nothing is tried again; the answer tells what happened. Only `http` and built-in handlers: others run in the process of their project.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TestHandler"];
                };
            };
            responses: {
                /** @description What happened */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HandlerTest"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhook}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign a payload as the provider would, and receive it
         * @description Publishes a real task.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhook: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WebhookTest"];
                };
            };
            responses: {
                /** @description Received */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Received"];
                    };
                };
                /** @description No valid credentials */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not allowed */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Any other problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Account: {
            /** @enum {string} */
            kind: "person" | "token";
            id: string;
            name: string;
            email: string | null;
            /** @enum {string|null} */
            role: "viewer" | "operator" | "admin" | null;
            scopes: ("publish" | "worker" | "read" | "operate" | "configure" | "admin")[];
            project: string | null;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            code: string;
            requestId: string;
            errors?: {
                pointer?: string;
                parameter?: string;
                detail: string;
            }[];
        } & {
            [key: string]: unknown;
        };
        AcceptLink: {
            token: string;
            name: string;
            /** Format: email */
            email: string;
            password: string;
        };
        Failure: components["schemas"]["FailureSummary"] & {
            error?: {
                name: string;
                message: string;
                stack: string | null;
            };
            response: {
                status: number;
                body: string;
            } | null;
            timeline: {
                /**
                 * Format: date-time
                 * @example 2026-01-31T12:00:00.000Z
                 */
                at: string;
                error: string;
            }[];
            contentType: string;
            attributes: {
                [key: string]: string;
            };
            payload?: unknown;
            text: string | null;
            payloadBytes: number;
            redacted: boolean;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            storedAt: string;
            archived: {
                /**
                 * Format: date-time
                 * @example 2026-01-31T12:00:00.000Z
                 */
                at: string;
                by: string;
                reason: string;
            } | null;
            replays: {
                id: string;
                state: string;
                detail: string | null;
                /**
                 * Format: date-time
                 * @example 2026-01-31T12:00:00.000Z
                 */
                at: string | null;
            }[];
            otherDeaths: {
                id: string;
                /**
                 * Format: date-time
                 * @example 2026-01-31T12:00:00.000Z
                 */
                failedAt: string;
                status: components["schemas"]["FailureStatus"];
            }[];
        };
        /** @enum {string} */
        DeadReason: "exhausted" | "rejected" | "timeout" | "expired" | "malformed" | "crashed";
        /** @enum {string} */
        FailureStatus: "dead" | "replaying" | "replayed" | "archived";
        FailureSummary: {
            id: string;
            taskId: string;
            type: string;
            backend: string;
            project: string | null;
            instance: string | null;
            revision: number | null;
            reason: components["schemas"]["DeadReason"];
            group: string;
            error: {
                name: string;
                message: string;
            };
            responseStatus: number | null;
            attempts: number;
            status: components["schemas"]["FailureStatus"];
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            firstFailedAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            failedAt: string;
            replayId: string | null;
            diedInReplay: string | null;
        };
        Archive: {
            /** @default  */
            reason: string;
        };
        ArchiveSelection: {
            selection: components["schemas"]["FailureSelection"];
            /** @default  */
            reason: string;
        };
        FailureSelection: {
            ids: string[];
        } | {
            filter: components["schemas"]["FailureFilter"];
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            frozenAt?: string;
        };
        FailureFilter: {
            type?: string | string[];
            project?: string | string[];
            reason?: components["schemas"]["DeadReason"] | components["schemas"]["DeadReason"][];
            group?: string;
            q?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            from?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            to?: string;
            taskId?: string;
            /** Format: uuid */
            replay?: string;
        };
        Replay: {
            id: string;
            state: components["schemas"]["ReplayState"];
            author: string;
            reason: string;
            selection: components["schemas"]["FailureSelection"];
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            frozenAt: string;
            edited: boolean;
            options: {
                ratePerSecond: number | null;
                maxAttempts: number;
                holdSeconds: number;
            };
            progress: components["schemas"]["ReplayProgress"];
            types: string[];
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            holdUntil: string | null;
            waiting: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            startedAt: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            endedAt: string | null;
        };
        /** @enum {string} */
        ReplayState: "selecting" | "holding" | "running" | "paused" | "settling" | "completed" | "cancelled";
        ReplayProgress: {
            selected: number | null;
            sent: number;
            resent: number;
            succeeded: number;
            failedAgain: number;
            running: number;
            pending: number;
            skipped: number;
            cancelled: number;
            unknown: number;
        };
        ChangePassword: {
            currentPassword: string;
            newPassword: string;
        };
        Instance: {
            id: string;
            project: string;
            host: string;
            pid: number;
            version: string;
            /** Format: date-time */
            startedAt: string;
            appliedRevision: number;
            appliedEtag: string | null;
            /** @enum {string} */
            state: "starting" | "running" | "draining" | "stopped";
            consumers: {
                type: string;
                /** @enum {string} */
                state: "starting" | "running" | "paused" | "tripped" | "draining" | "crashed" | "stopped";
                workers: number;
                running: {
                    taskId: string;
                    attempt: number;
                    /** Format: date-time */
                    startedAt: string;
                }[];
                runningCount: number;
                succeeded: number;
                retried: number;
                dead: number;
                latencyMs: {
                    p50: number;
                    p95: number;
                    p99: number;
                } | null;
                lastMinute?: {
                    attempts: number;
                    failed: number;
                };
                failing?: {
                    /** Format: date-time */
                    since: string;
                    /** Format: date-time */
                    at: string;
                    count: number;
                    status: number | null;
                    error: string;
                } | null;
                circuit?: {
                    /** Format: date-time */
                    since: string;
                    /** Format: date-time */
                    nextProbeAt: string | null;
                    probes: number;
                    target: string | null;
                    status: number | null;
                    error: string;
                } | null;
                lost?: number;
                error: string | null;
                errorCode?: string | null;
                restarts: number;
            }[];
            producers: {
                type: string;
                /** @enum {string} */
                state: "ready" | "crashed";
                published: number;
                error: string | null;
            }[];
            unresolvedSecrets: string[];
            functions?: string[];
            modules?: string[];
            builtIns?: string[];
            customHandlers?: string[];
            configError: string | null;
            loopBlock?: {
                ms: number;
                /** Format: date-time */
                at: string;
                types: string[];
            } | null;
            memoryBytes: number;
            eventLoopLagMs: number;
            desiredRevision: number;
            /** @enum {string} */
            status: "live" | "lost" | "stopped";
            stale: boolean;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            lastSeenAt: string;
            /** @enum {string|null} */
            command: "drain" | "stop" | null;
        };
        InstanceCommand: {
            /** @enum {string} */
            command: "drain" | "stop";
        };
        Backend: {
            name: string;
            kind: string;
            url: string | null;
            options: components["schemas"]["BackendOptions"];
            description: string;
            capabilities: components["schemas"]["Capabilities"];
            health: {
                /** @enum {string} */
                state: "connected" | "unreachable" | "unresolved" | "unknown";
                detail: string | null;
            };
            taskTypes: number;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            updatedAt: string;
        };
        BackendOptions: {
            managementUrl?: string;
            tls?: {
                ca?: string;
                cert?: string;
                key?: string;
            };
            sasl?: {
                /** @enum {string} */
                mechanism: "PLAIN" | "SCRAM-SHA-256" | "SCRAM-SHA-512";
                username: string;
                password: string;
            };
            replicationFactor?: number;
            partitions?: number;
        } | null;
        Capabilities: {
            durable: boolean;
            delayResolutionMs: number;
            orderByKey: boolean;
            peek: boolean;
            find: boolean;
            unique: boolean;
            cancel: boolean;
            purge: boolean;
            purgesDelayed: boolean;
            stats: {
                [key: string]: "exact" | "estimated" | "unsupported";
            };
            why?: {
                [key: string]: string;
            };
        };
        NewBackend: {
            name: string;
            /** @enum {string} */
            kind: "postgres" | "rabbitmq" | "redis" | "kafka" | "memory";
            url?: string;
            options?: components["schemas"]["BackendOptions"];
            /** @default  */
            description: string;
        };
        ChangeSet: {
            /** Format: uuid */
            id: string;
            author: string;
            reason: string;
            strategy: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            createdAt: string;
            /** Format: uuid */
            rolledBackBy: string | null;
            projects: {
                project: string;
                revision: number;
                diff: components["schemas"]["AssignmentDiff"][];
                live: number;
                applied: number;
            }[];
        };
        AssignmentDiff: {
            /** @enum {string} */
            role: "producer" | "consumer";
            type: string;
            /** @enum {string} */
            change: "added" | "removed" | "changed";
            before: components["schemas"]["ProducerAssignment"] | components["schemas"]["ConsumerAssignment"] | null;
            after: components["schemas"]["ProducerAssignment"] | components["schemas"]["ConsumerAssignment"] | null;
            summary: string;
        };
        ProducerAssignment: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            role: "producer";
            type: string;
        };
        ConsumerAssignment: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            role: "consumer";
            type: string;
            workers: number;
            handler: {
                /** @enum {string} */
                kind: "http";
                /** Format: uri */
                url: string;
                secret?: string;
                circuitBreaker?: boolean;
            } | {
                /** @enum {string} */
                kind: "function";
                name?: string;
            } | {
                /** @enum {string} */
                kind: "module";
                name?: string;
                /** @default default */
                export: string;
                memoryMb?: number;
            } | ({
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "slack.message";
                options: {
                    /**
                     * Format: secret-reference
                     * @description Of an incoming webhook; it is a secret. The webhook decides the channel. Give this or a bot token.
                     */
                    webhookUrl?: string;
                    /**
                     * Format: secret-reference
                     * @description Of a Slack app with the scope chat:write (xoxb-…). Give this or a webhook URL.
                     */
                    token?: string;
                    /**
                     * @description Id or name, where the payload names none; only with a bot token
                     * @example #deploys
                     */
                    channel?: string;
                    /**
                     * Format: uri
                     * @description Of another Slack, such as https://slack-gov.com/api
                     * @default https://slack.com/api
                     */
                    apiUrl: string;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "segment.track";
                options: {
                    /**
                     * Format: secret-reference
                     * @description Of the source that the calls belong to
                     */
                    writeKey: string;
                    /**
                     * Format: uri
                     * @description Of another region, such as https://events.eu1.segmentapis.com/v1
                     * @default https://api.segment.io/v1
                     */
                    apiUrl: string;
                    /**
                     * @description Tasks that run at the same time are sent together, at most so many; 1 sends each by itself
                     * @default 100
                     */
                    batchMaxTasks: number;
                    /**
                     * @description Longest time that a task waits for others to be sent with; a single worker never waits
                     * @default 10
                     */
                    batchLingerMs: number;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "segment.identify";
                options: {
                    /**
                     * Format: secret-reference
                     * @description Of the source that the calls belong to
                     */
                    writeKey: string;
                    /**
                     * Format: uri
                     * @description Of another region, such as https://events.eu1.segmentapis.com/v1
                     * @default https://api.segment.io/v1
                     */
                    apiUrl: string;
                    /**
                     * @description Tasks that run at the same time are sent together, at most so many; 1 sends each by itself
                     * @default 100
                     */
                    batchMaxTasks: number;
                    /**
                     * @description Longest time that a task waits for others to be sent with; a single worker never waits
                     * @default 10
                     */
                    batchLingerMs: number;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "segment.page";
                options: {
                    /**
                     * Format: secret-reference
                     * @description Of the source that the calls belong to
                     */
                    writeKey: string;
                    /**
                     * Format: uri
                     * @description Of another region, such as https://events.eu1.segmentapis.com/v1
                     * @default https://api.segment.io/v1
                     */
                    apiUrl: string;
                    /**
                     * @description Tasks that run at the same time are sent together, at most so many; 1 sends each by itself
                     * @default 100
                     */
                    batchMaxTasks: number;
                    /**
                     * @description Longest time that a task waits for others to be sent with; a single worker never waits
                     * @default 10
                     */
                    batchLingerMs: number;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "segment.group";
                options: {
                    /**
                     * Format: secret-reference
                     * @description Of the source that the calls belong to
                     */
                    writeKey: string;
                    /**
                     * Format: uri
                     * @description Of another region, such as https://events.eu1.segmentapis.com/v1
                     * @default https://api.segment.io/v1
                     */
                    apiUrl: string;
                    /**
                     * @description Tasks that run at the same time are sent together, at most so many; 1 sends each by itself
                     * @default 100
                     */
                    batchMaxTasks: number;
                    /**
                     * @description Longest time that a task waits for others to be sent with; a single worker never waits
                     * @default 10
                     */
                    batchLingerMs: number;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "mixpanel.track";
                options: {
                    /**
                     * Format: secret-reference
                     * @description Of the project that the events belong to
                     */
                    token: string;
                    /**
                     * Format: uri
                     * @description Of another region, such as https://api-eu.mixpanel.com
                     * @default https://api.mixpanel.com
                     */
                    apiUrl: string;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "http.request";
                options: {
                    /**
                     * Format: uri
                     * @description What is called, once per task
                     */
                    url: string;
                    /**
                     * @description Method
                     * @default POST
                     * @enum {string}
                     */
                    method: "POST" | "PUT" | "PATCH" | "DELETE" | "GET";
                    /**
                     * @description The body of the request, or the parameters of its URL
                     * @default body
                     * @enum {string}
                     */
                    payloadAs: "body" | "query";
                    /** @description One a line */
                    headers?: {
                        [key: string]: string;
                    };
                    /** @description One a line; the value is a reference to a secret that holds the whole value, such as "Bearer …" */
                    secretHeaders?: {
                        [key: string]: string;
                    };
                    /**
                     * @description Carries the id of the task, the same with every attempt
                     * @default Idempotency-Key
                     */
                    idempotencyHeader: string;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "sms.send";
                options: {
                    /** @description Of the account that sends (AC…) */
                    accountSid: string;
                    /**
                     * Format: secret-reference
                     * @description Of the account. Give this or an API key with its secret.
                     */
                    authToken?: string;
                    /** @description SID of an API key (SK…), with its secret */
                    apiKey?: string;
                    /**
                     * Format: secret-reference
                     * @description Of the API key
                     */
                    apiKeySecret?: string;
                    /** @description Number (+15550001111), short code or sender name; the payload may name another */
                    from?: string;
                    /** @description Chooses the sender (MG…), where neither payload nor configuration names one */
                    messagingServiceSid?: string;
                    /**
                     * Format: uri
                     * @description Where the service tells what became of the message
                     */
                    statusCallback?: string;
                    /**
                     * Format: uri
                     * @description Of another region or a compatible service
                     * @default https://api.twilio.com
                     */
                    apiUrl: string;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "email.send";
                options: {
                    /** @description Of the mail server that takes messages in */
                    host: string;
                    /**
                     * @description 587 for STARTTLS, 465 for TLS from the start
                     * @default 587
                     */
                    port: number;
                    /**
                     * @description STARTTLS is required, not merely tried; "none" sends everything readable
                     * @default starttls
                     * @enum {string}
                     */
                    security: "starttls" | "tls" | "none";
                    /**
                     * Format: secret-reference
                     * @description To sign in with, together with a password
                     */
                    user?: string;
                    /**
                     * Format: secret-reference
                     * @description Of the user
                     */
                    password?: string;
                    /** @description Sender of all messages */
                    from: string;
                    /** @description Where answers go; the payload may name another */
                    replyTo?: string;
                    /**
                     * Format: secret-reference
                     * @description PEM of the authority to trust, for a server with a private one
                     */
                    ca?: string;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "s3.fetch";
                options: {
                    /** @description Bucket */
                    bucket: string;
                    /**
                     * @description Region
                     * @default us-east-1
                     */
                    region: string;
                    /**
                     * Format: uri
                     * @description Of another store that speaks S3; left out, AWS
                     * @example https://s3.example.com
                     */
                    endpoint?: string;
                    /**
                     * @description The path of the URL, or its host name; auto: the path with an endpoint, else the host name
                     * @default auto
                     * @enum {string}
                     */
                    addressing: "auto" | "path" | "host";
                    /**
                     * @description Stands before every key
                     * @default
                     * @example uploads/
                     */
                    keyPrefix: string;
                    /**
                     * Format: secret-reference
                     * @description Left out with its secret, the worker's own AWS credentials hold (environment, shared files, role)
                     */
                    accessKeyId?: string;
                    /**
                     * Format: secret-reference
                     * @description Of the access key id
                     */
                    secretAccessKey?: string;
                    /**
                     * Format: secret-reference
                     * @description Of temporary credentials
                     */
                    sessionToken?: string;
                    /**
                     * @description A larger file is dead; 1073741824 is 1 GiB
                     * @default 1073741824
                     */
                    maxBytes: number;
                    /**
                     * @description That may be stored; left out, all
                     * @example image/*, application/pdf
                     */
                    allowedContentTypes?: string;
                    /**
                     * @description Milliseconds, for each redirect anew
                     * @default 30000
                     */
                    firstByteTimeoutMs: number;
                    /**
                     * @description Milliseconds without a byte of the source
                     * @default 30000
                     */
                    idleTimeoutMs: number;
                    /**
                     * @description Milliseconds; the type's own timeout may end it sooner
                     * @default 600000
                     */
                    totalTimeoutMs: number;
                    /**
                     * @description Storage class
                     * @enum {string}
                     */
                    storageClass?: "STANDARD" | "STANDARD_IA" | "ONEZONE_IA" | "INTELLIGENT_TIERING" | "GLACIER_IR" | "GLACIER" | "DEEP_ARCHIVE" | "REDUCED_REDUNDANCY";
                    /**
                     * @description Left out, the bucket's own
                     * @enum {string}
                     */
                    serverSideEncryption?: "AES256" | "aws:kms" | "aws:kms:dsse";
                    /** @description Id or ARN; only with aws:kms */
                    kmsKeyId?: string;
                    /**
                     * @description Left out, the bucket's own
                     * @enum {string}
                     */
                    acl?: "private" | "public-read" | "authenticated-read" | "bucket-owner-read" | "bucket-owner-full-control";
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "s3.upload";
                options: {
                    /** @description Bucket */
                    bucket: string;
                    /**
                     * @description Region
                     * @default us-east-1
                     */
                    region: string;
                    /**
                     * Format: uri
                     * @description Of another store that speaks S3; left out, AWS
                     * @example https://s3.example.com
                     */
                    endpoint?: string;
                    /**
                     * @description The path of the URL, or its host name; auto: the path with an endpoint, else the host name
                     * @default auto
                     * @enum {string}
                     */
                    addressing: "auto" | "path" | "host";
                    /**
                     * @description Stands before every key
                     * @default
                     * @example uploads/
                     */
                    keyPrefix: string;
                    /**
                     * Format: secret-reference
                     * @description Left out with its secret, the worker's own AWS credentials hold (environment, shared files, role)
                     */
                    accessKeyId?: string;
                    /**
                     * Format: secret-reference
                     * @description Of the access key id
                     */
                    secretAccessKey?: string;
                    /**
                     * Format: secret-reference
                     * @description Of temporary credentials
                     */
                    sessionToken?: string;
                    /**
                     * @description Storage class
                     * @enum {string}
                     */
                    storageClass?: "STANDARD" | "STANDARD_IA" | "ONEZONE_IA" | "INTELLIGENT_TIERING" | "GLACIER_IR" | "GLACIER" | "DEEP_ARCHIVE" | "REDUCED_REDUNDANCY";
                    /**
                     * @description Left out, the bucket's own
                     * @enum {string}
                     */
                    serverSideEncryption?: "AES256" | "aws:kms" | "aws:kms:dsse";
                    /** @description Id or ARN; only with aws:kms */
                    kmsKeyId?: string;
                    /**
                     * @description Left out, the bucket's own
                     * @enum {string}
                     */
                    acl?: "private" | "public-read" | "authenticated-read" | "bucket-owner-read" | "bucket-owner-full-control";
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "push.apns";
                options: {
                    /**
                     * Format: secret-reference
                     * @description The content of the .p8 file of an APNs key, as Apple gives it.
                     */
                    key: string;
                    /** @description Of the signing key; ten characters. */
                    keyId: string;
                    /** @description Of the developer account; ten characters. */
                    teamId: string;
                    /**
                     * @description The app's bundle ID.
                     * @example com.example.shop
                     */
                    topic: string;
                    /**
                     * @description Sandbox is for apps that Xcode installed.
                     * @default production
                     * @enum {string}
                     */
                    environment: "production" | "sandbox";
                    /**
                     * Format: uri
                     * @description Instead of the one of the environment.
                     */
                    apiUrl?: string;
                    /**
                     * @description Sent as apns-push-type; a background push shows nothing.
                     * @default alert
                     * @enum {string}
                     */
                    pushType: "alert" | "background";
                    /** @description Milliseconds for which APNs tries to deliver; 0 is once. Up to APNs when left out. */
                    expireAfterMs?: number;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "push.fcm";
                options: {
                    /**
                     * Format: secret-reference
                     * @description The JSON key file of a service account that may send with Firebase Cloud Messaging.
                     */
                    serviceAccount: string;
                    /** @description Of the Firebase project; the service account's when left out. */
                    projectId?: string;
                    /**
                     * Format: uri
                     * @description Of Firebase Cloud Messaging.
                     * @default https://fcm.googleapis.com
                     */
                    apiUrl: string;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "push.web";
                options: {
                    /** @description Of the VAPID key pair that browsers subscribe with. */
                    publicKey: string;
                    /**
                     * Format: secret-reference
                     * @description Of the VAPID key pair; 43 characters of URL-safe base64.
                     */
                    privateKey: string;
                    /**
                     * @description Where push services reach you.
                     * @example mailto:ops@example.com
                     */
                    subject: string;
                    /**
                     * @description Milliseconds for which the push service keeps a message; 0 is not at all.
                     * @default 2419200000
                     */
                    expireAfterMs: number;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "push.airship";
                options: {
                    /** @description Of the Airship project. */
                    appKey: string;
                    /**
                     * Format: secret-reference
                     * @description Of the project. Give this or a bearer token.
                     */
                    masterSecret?: string;
                    /**
                     * Format: secret-reference
                     * @description One that may send. Give this or the master secret.
                     */
                    bearerToken?: string;
                    /**
                     * @description What the payload's token is: the ID of a channel, or of a named user.
                     * @default channel
                     * @enum {string}
                     */
                    audience: "channel" | "named-user";
                    /**
                     * Format: uri
                     * @description Of your site.
                     * @default https://api.urbanairship.com
                     * @example https://api.asnapieu.com
                     */
                    apiUrl: string;
                };
            }) | {
                /** @enum {string} */
                kind: "custom";
                /** @description A handler made by defineHandler that the process has, such as "acme.ticket". */
                name: string;
                /**
                 * @description Checked by the handler's own schema where it runs; secrets as references.
                 * @default {}
                 */
                options: {
                    [key: string]: unknown;
                };
            };
            /** @default false */
            paused: boolean;
            /** @default null */
            rateLimit: number | null;
        };
        NewChangeSet: {
            base: {
                [key: string]: number;
            };
            edits: components["schemas"]["ProjectEdit"][];
            /**
             * @default switch
             * @enum {string}
             */
            strategy: "switch";
            reason: string;
        };
        ProjectEdit: {
            project: string;
            assignments: components["schemas"]["Assignment"][];
        };
        Assignment: components["schemas"]["ProducerAssignment"] | components["schemas"]["ConsumerAssignment"];
        Project: {
            name: string;
            description: string;
            revision: number;
            produces: number;
            consumes: number;
            instances: {
                live: number;
                stale: number;
            };
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            updatedAt: string;
        };
        NewProject: {
            name: string;
            /** @default  */
            description: string;
        };
        ReplayPreview: {
            /** @enum {boolean} */
            dryRun: true;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            frozenAt: string;
            selected: components["schemas"]["Count"];
            types: {
                type: string;
                count: components["schemas"]["Count"];
            }[];
            warnings: {
                code: string;
                type: string | null;
                message: string;
            }[];
        };
        Count: {
            value: number;
            capped: boolean;
        };
        NewReplay: {
            selection: components["schemas"]["FailureSelection"];
            payload?: unknown;
            ratePerSecond?: number;
            maxAttempts?: number;
            holdSeconds?: number;
            /** @default  */
            reason: string;
            /** @default false */
            dryRun: boolean;
        };
        TaskType: {
            name: string;
            description: string;
            backend: string;
            queueName: string | null;
            retry: {
                /** @enum {string} */
                kind?: "exponential";
                /** @default 10 */
                maxAttempts: number;
                /** @default 0.2 */
                jitter: number;
                /** @default 1000 */
                initialMs: number;
                /** @default 2 */
                factor: number;
                /** @default 3600000 */
                maxMs: number;
                byCode?: {
                    [key: string]: "dead" | {
                        /** @enum {string} */
                        kind?: "exponential";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        /** @default 1000 */
                        initialMs: number;
                        /** @default 2 */
                        factor: number;
                        /** @default 3600000 */
                        maxMs: number;
                    } | {
                        /** @enum {string} */
                        kind: "fixed";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        delayMs: number;
                    } | {
                        /** @enum {string} */
                        kind: "list";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        delaysMs: number[];
                    };
                };
            } | {
                /** @enum {string} */
                kind: "fixed";
                /** @default 10 */
                maxAttempts: number;
                /** @default 0.2 */
                jitter: number;
                delayMs: number;
                byCode?: {
                    [key: string]: "dead" | {
                        /** @enum {string} */
                        kind?: "exponential";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        /** @default 1000 */
                        initialMs: number;
                        /** @default 2 */
                        factor: number;
                        /** @default 3600000 */
                        maxMs: number;
                    } | {
                        /** @enum {string} */
                        kind: "fixed";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        delayMs: number;
                    } | {
                        /** @enum {string} */
                        kind: "list";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        delaysMs: number[];
                    };
                };
            } | {
                /** @enum {string} */
                kind: "list";
                /** @default 10 */
                maxAttempts: number;
                /** @default 0.2 */
                jitter: number;
                delaysMs: number[];
                byCode?: {
                    [key: string]: "dead" | {
                        /** @enum {string} */
                        kind?: "exponential";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        /** @default 1000 */
                        initialMs: number;
                        /** @default 2 */
                        factor: number;
                        /** @default 3600000 */
                        maxMs: number;
                    } | {
                        /** @enum {string} */
                        kind: "fixed";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        delayMs: number;
                    } | {
                        /** @enum {string} */
                        kind: "list";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        delaysMs: number[];
                    };
                };
            };
            timeoutMs: number;
            payloadSchema: {
                [key: string]: unknown;
            } | null;
            redactPaths: string[];
            /** @enum {string} */
            order: "none" | "key";
            rateLimit: number | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            updatedAt: string;
        };
        NewTaskType: {
            name: string;
            /** @default  */
            description: string;
            backend?: string;
            /** @default null */
            queueName: string | null;
            /** @default {} */
            retry: {
                /** @enum {string} */
                kind?: "exponential";
                /** @default 10 */
                maxAttempts: number;
                /** @default 0.2 */
                jitter: number;
                /** @default 1000 */
                initialMs: number;
                /** @default 2 */
                factor: number;
                /** @default 3600000 */
                maxMs: number;
                byCode?: {
                    [key: string]: "dead" | {
                        /** @enum {string} */
                        kind?: "exponential";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        /** @default 1000 */
                        initialMs: number;
                        /** @default 2 */
                        factor: number;
                        /** @default 3600000 */
                        maxMs: number;
                    } | {
                        /** @enum {string} */
                        kind: "fixed";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        delayMs: number;
                    } | {
                        /** @enum {string} */
                        kind: "list";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        delaysMs: number[];
                    };
                };
            } | {
                /** @enum {string} */
                kind: "fixed";
                /** @default 10 */
                maxAttempts: number;
                /** @default 0.2 */
                jitter: number;
                delayMs: number;
                byCode?: {
                    [key: string]: "dead" | {
                        /** @enum {string} */
                        kind?: "exponential";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        /** @default 1000 */
                        initialMs: number;
                        /** @default 2 */
                        factor: number;
                        /** @default 3600000 */
                        maxMs: number;
                    } | {
                        /** @enum {string} */
                        kind: "fixed";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        delayMs: number;
                    } | {
                        /** @enum {string} */
                        kind: "list";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        delaysMs: number[];
                    };
                };
            } | {
                /** @enum {string} */
                kind: "list";
                /** @default 10 */
                maxAttempts: number;
                /** @default 0.2 */
                jitter: number;
                delaysMs: number[];
                byCode?: {
                    [key: string]: "dead" | {
                        /** @enum {string} */
                        kind?: "exponential";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        /** @default 1000 */
                        initialMs: number;
                        /** @default 2 */
                        factor: number;
                        /** @default 3600000 */
                        maxMs: number;
                    } | {
                        /** @enum {string} */
                        kind: "fixed";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        delayMs: number;
                    } | {
                        /** @enum {string} */
                        kind: "list";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        delaysMs: number[];
                    };
                };
            };
            /** @default 30000 */
            timeoutMs: number;
            /** @default null */
            payloadSchema: {
                [key: string]: unknown;
            } | null;
            /** @default [] */
            redactPaths: string[];
            /**
             * @default none
             * @enum {string}
             */
            order: "none" | "key";
            /** @default null */
            rateLimit: number | null;
        };
        CreatedToken: components["schemas"]["Token"] & {
            token: string;
        };
        Token: {
            /** Format: uuid */
            id: string;
            name: string;
            prefix: string;
            scopes: ("publish" | "worker" | "read" | "operate" | "configure" | "admin")[];
            project: string | null;
            createdBy: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            lastUsedAt: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            expiresAt: string | null;
        };
        NewToken: {
            name: string;
            scopes: ("publish" | "worker" | "read" | "operate" | "configure" | "admin")[];
            project?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            expiresAt?: string;
        };
        Webhook: {
            name: string;
            project: string;
            type: string;
            scheme: components["schemas"]["WebhookScheme"];
            options: components["schemas"]["WebhookOptions"];
            secret: string;
            idFrom: string | null;
            enabled: boolean;
            description: string;
            url: string;
            problems: string[];
            counts: {
                accepted: number;
                repeated: number;
                refused: number;
            };
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            lastReceivedAt: string | null;
            lastRefusal: {
                /**
                 * Format: date-time
                 * @example 2026-01-31T12:00:00.000Z
                 */
                at: string;
                reason: string;
            } | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            updatedAt: string;
        };
        /** @enum {string} */
        WebhookScheme: "standard-webhooks" | "github" | "stripe" | "slack" | "twilio" | "hmac-sha256" | "token";
        WebhookOptions: {
            header?: string;
            /** @enum {string} */
            encoding?: "hex" | "base64";
            prefix?: string;
            timestampHeader?: string;
        };
        NewWebhook: {
            name: string;
            project: string;
            type: string;
            scheme: components["schemas"]["WebhookScheme"];
            options?: components["schemas"]["WebhookOptions"];
            secret: string;
            /** @default null */
            idFrom: string | null;
            /** @default true */
            enabled: boolean;
            /** @default  */
            description: string;
        };
        AssignmentSet: {
            project: string;
            revision: number;
            assignments: components["schemas"]["Assignment"][];
        };
        Environment: {
            name: string;
            color: string;
            version: string;
            needsSetup: boolean;
        };
        FailureFacets: {
            statuses: {
                value: components["schemas"]["FailureStatus"];
                count: components["schemas"]["Count"];
            }[];
            reasons: {
                value: components["schemas"]["DeadReason"];
                count: components["schemas"]["Count"];
            }[];
            types: {
                value: string;
                count: components["schemas"]["Count"];
            }[];
            projects: {
                value: string;
                count: components["schemas"]["Count"];
            }[];
            total: components["schemas"]["Count"];
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            readAt: string;
        };
        Queue: {
            type: string;
            description: string;
            backends: components["schemas"]["QueueInBackend"][];
            producers: string[];
            consumers: {
                project: string;
                workers: number;
                instances: number;
                running: number;
                handler: {
                    /** @enum {string} */
                    kind: "http";
                    /** Format: uri */
                    url: string;
                    secret?: string;
                    circuitBreaker?: boolean;
                } | {
                    /** @enum {string} */
                    kind: "function";
                    name?: string;
                } | {
                    /** @enum {string} */
                    kind: "module";
                    name?: string;
                    /** @default default */
                    export: string;
                    memoryMb?: number;
                } | ({
                    /** @enum {string} */
                    kind: "built-in";
                    /**
                     * @description Which built-in handler.
                     * @enum {string}
                     */
                    name: "slack.message";
                    options: {
                        /**
                         * Format: secret-reference
                         * @description Of an incoming webhook; it is a secret. The webhook decides the channel. Give this or a bot token.
                         */
                        webhookUrl?: string;
                        /**
                         * Format: secret-reference
                         * @description Of a Slack app with the scope chat:write (xoxb-…). Give this or a webhook URL.
                         */
                        token?: string;
                        /**
                         * @description Id or name, where the payload names none; only with a bot token
                         * @example #deploys
                         */
                        channel?: string;
                        /**
                         * Format: uri
                         * @description Of another Slack, such as https://slack-gov.com/api
                         * @default https://slack.com/api
                         */
                        apiUrl: string;
                    };
                } | {
                    /** @enum {string} */
                    kind: "built-in";
                    /**
                     * @description Which built-in handler.
                     * @enum {string}
                     */
                    name: "segment.track";
                    options: {
                        /**
                         * Format: secret-reference
                         * @description Of the source that the calls belong to
                         */
                        writeKey: string;
                        /**
                         * Format: uri
                         * @description Of another region, such as https://events.eu1.segmentapis.com/v1
                         * @default https://api.segment.io/v1
                         */
                        apiUrl: string;
                        /**
                         * @description Tasks that run at the same time are sent together, at most so many; 1 sends each by itself
                         * @default 100
                         */
                        batchMaxTasks: number;
                        /**
                         * @description Longest time that a task waits for others to be sent with; a single worker never waits
                         * @default 10
                         */
                        batchLingerMs: number;
                    };
                } | {
                    /** @enum {string} */
                    kind: "built-in";
                    /**
                     * @description Which built-in handler.
                     * @enum {string}
                     */
                    name: "segment.identify";
                    options: {
                        /**
                         * Format: secret-reference
                         * @description Of the source that the calls belong to
                         */
                        writeKey: string;
                        /**
                         * Format: uri
                         * @description Of another region, such as https://events.eu1.segmentapis.com/v1
                         * @default https://api.segment.io/v1
                         */
                        apiUrl: string;
                        /**
                         * @description Tasks that run at the same time are sent together, at most so many; 1 sends each by itself
                         * @default 100
                         */
                        batchMaxTasks: number;
                        /**
                         * @description Longest time that a task waits for others to be sent with; a single worker never waits
                         * @default 10
                         */
                        batchLingerMs: number;
                    };
                } | {
                    /** @enum {string} */
                    kind: "built-in";
                    /**
                     * @description Which built-in handler.
                     * @enum {string}
                     */
                    name: "segment.page";
                    options: {
                        /**
                         * Format: secret-reference
                         * @description Of the source that the calls belong to
                         */
                        writeKey: string;
                        /**
                         * Format: uri
                         * @description Of another region, such as https://events.eu1.segmentapis.com/v1
                         * @default https://api.segment.io/v1
                         */
                        apiUrl: string;
                        /**
                         * @description Tasks that run at the same time are sent together, at most so many; 1 sends each by itself
                         * @default 100
                         */
                        batchMaxTasks: number;
                        /**
                         * @description Longest time that a task waits for others to be sent with; a single worker never waits
                         * @default 10
                         */
                        batchLingerMs: number;
                    };
                } | {
                    /** @enum {string} */
                    kind: "built-in";
                    /**
                     * @description Which built-in handler.
                     * @enum {string}
                     */
                    name: "segment.group";
                    options: {
                        /**
                         * Format: secret-reference
                         * @description Of the source that the calls belong to
                         */
                        writeKey: string;
                        /**
                         * Format: uri
                         * @description Of another region, such as https://events.eu1.segmentapis.com/v1
                         * @default https://api.segment.io/v1
                         */
                        apiUrl: string;
                        /**
                         * @description Tasks that run at the same time are sent together, at most so many; 1 sends each by itself
                         * @default 100
                         */
                        batchMaxTasks: number;
                        /**
                         * @description Longest time that a task waits for others to be sent with; a single worker never waits
                         * @default 10
                         */
                        batchLingerMs: number;
                    };
                } | {
                    /** @enum {string} */
                    kind: "built-in";
                    /**
                     * @description Which built-in handler.
                     * @enum {string}
                     */
                    name: "mixpanel.track";
                    options: {
                        /**
                         * Format: secret-reference
                         * @description Of the project that the events belong to
                         */
                        token: string;
                        /**
                         * Format: uri
                         * @description Of another region, such as https://api-eu.mixpanel.com
                         * @default https://api.mixpanel.com
                         */
                        apiUrl: string;
                    };
                } | {
                    /** @enum {string} */
                    kind: "built-in";
                    /**
                     * @description Which built-in handler.
                     * @enum {string}
                     */
                    name: "http.request";
                    options: {
                        /**
                         * Format: uri
                         * @description What is called, once per task
                         */
                        url: string;
                        /**
                         * @description Method
                         * @default POST
                         * @enum {string}
                         */
                        method: "POST" | "PUT" | "PATCH" | "DELETE" | "GET";
                        /**
                         * @description The body of the request, or the parameters of its URL
                         * @default body
                         * @enum {string}
                         */
                        payloadAs: "body" | "query";
                        /** @description One a line */
                        headers?: {
                            [key: string]: string;
                        };
                        /** @description One a line; the value is a reference to a secret that holds the whole value, such as "Bearer …" */
                        secretHeaders?: {
                            [key: string]: string;
                        };
                        /**
                         * @description Carries the id of the task, the same with every attempt
                         * @default Idempotency-Key
                         */
                        idempotencyHeader: string;
                    };
                } | {
                    /** @enum {string} */
                    kind: "built-in";
                    /**
                     * @description Which built-in handler.
                     * @enum {string}
                     */
                    name: "sms.send";
                    options: {
                        /** @description Of the account that sends (AC…) */
                        accountSid: string;
                        /**
                         * Format: secret-reference
                         * @description Of the account. Give this or an API key with its secret.
                         */
                        authToken?: string;
                        /** @description SID of an API key (SK…), with its secret */
                        apiKey?: string;
                        /**
                         * Format: secret-reference
                         * @description Of the API key
                         */
                        apiKeySecret?: string;
                        /** @description Number (+15550001111), short code or sender name; the payload may name another */
                        from?: string;
                        /** @description Chooses the sender (MG…), where neither payload nor configuration names one */
                        messagingServiceSid?: string;
                        /**
                         * Format: uri
                         * @description Where the service tells what became of the message
                         */
                        statusCallback?: string;
                        /**
                         * Format: uri
                         * @description Of another region or a compatible service
                         * @default https://api.twilio.com
                         */
                        apiUrl: string;
                    };
                } | {
                    /** @enum {string} */
                    kind: "built-in";
                    /**
                     * @description Which built-in handler.
                     * @enum {string}
                     */
                    name: "email.send";
                    options: {
                        /** @description Of the mail server that takes messages in */
                        host: string;
                        /**
                         * @description 587 for STARTTLS, 465 for TLS from the start
                         * @default 587
                         */
                        port: number;
                        /**
                         * @description STARTTLS is required, not merely tried; "none" sends everything readable
                         * @default starttls
                         * @enum {string}
                         */
                        security: "starttls" | "tls" | "none";
                        /**
                         * Format: secret-reference
                         * @description To sign in with, together with a password
                         */
                        user?: string;
                        /**
                         * Format: secret-reference
                         * @description Of the user
                         */
                        password?: string;
                        /** @description Sender of all messages */
                        from: string;
                        /** @description Where answers go; the payload may name another */
                        replyTo?: string;
                        /**
                         * Format: secret-reference
                         * @description PEM of the authority to trust, for a server with a private one
                         */
                        ca?: string;
                    };
                } | {
                    /** @enum {string} */
                    kind: "built-in";
                    /**
                     * @description Which built-in handler.
                     * @enum {string}
                     */
                    name: "s3.fetch";
                    options: {
                        /** @description Bucket */
                        bucket: string;
                        /**
                         * @description Region
                         * @default us-east-1
                         */
                        region: string;
                        /**
                         * Format: uri
                         * @description Of another store that speaks S3; left out, AWS
                         * @example https://s3.example.com
                         */
                        endpoint?: string;
                        /**
                         * @description The path of the URL, or its host name; auto: the path with an endpoint, else the host name
                         * @default auto
                         * @enum {string}
                         */
                        addressing: "auto" | "path" | "host";
                        /**
                         * @description Stands before every key
                         * @default
                         * @example uploads/
                         */
                        keyPrefix: string;
                        /**
                         * Format: secret-reference
                         * @description Left out with its secret, the worker's own AWS credentials hold (environment, shared files, role)
                         */
                        accessKeyId?: string;
                        /**
                         * Format: secret-reference
                         * @description Of the access key id
                         */
                        secretAccessKey?: string;
                        /**
                         * Format: secret-reference
                         * @description Of temporary credentials
                         */
                        sessionToken?: string;
                        /**
                         * @description A larger file is dead; 1073741824 is 1 GiB
                         * @default 1073741824
                         */
                        maxBytes: number;
                        /**
                         * @description That may be stored; left out, all
                         * @example image/*, application/pdf
                         */
                        allowedContentTypes?: string;
                        /**
                         * @description Milliseconds, for each redirect anew
                         * @default 30000
                         */
                        firstByteTimeoutMs: number;
                        /**
                         * @description Milliseconds without a byte of the source
                         * @default 30000
                         */
                        idleTimeoutMs: number;
                        /**
                         * @description Milliseconds; the type's own timeout may end it sooner
                         * @default 600000
                         */
                        totalTimeoutMs: number;
                        /**
                         * @description Storage class
                         * @enum {string}
                         */
                        storageClass?: "STANDARD" | "STANDARD_IA" | "ONEZONE_IA" | "INTELLIGENT_TIERING" | "GLACIER_IR" | "GLACIER" | "DEEP_ARCHIVE" | "REDUCED_REDUNDANCY";
                        /**
                         * @description Left out, the bucket's own
                         * @enum {string}
                         */
                        serverSideEncryption?: "AES256" | "aws:kms" | "aws:kms:dsse";
                        /** @description Id or ARN; only with aws:kms */
                        kmsKeyId?: string;
                        /**
                         * @description Left out, the bucket's own
                         * @enum {string}
                         */
                        acl?: "private" | "public-read" | "authenticated-read" | "bucket-owner-read" | "bucket-owner-full-control";
                    };
                } | {
                    /** @enum {string} */
                    kind: "built-in";
                    /**
                     * @description Which built-in handler.
                     * @enum {string}
                     */
                    name: "s3.upload";
                    options: {
                        /** @description Bucket */
                        bucket: string;
                        /**
                         * @description Region
                         * @default us-east-1
                         */
                        region: string;
                        /**
                         * Format: uri
                         * @description Of another store that speaks S3; left out, AWS
                         * @example https://s3.example.com
                         */
                        endpoint?: string;
                        /**
                         * @description The path of the URL, or its host name; auto: the path with an endpoint, else the host name
                         * @default auto
                         * @enum {string}
                         */
                        addressing: "auto" | "path" | "host";
                        /**
                         * @description Stands before every key
                         * @default
                         * @example uploads/
                         */
                        keyPrefix: string;
                        /**
                         * Format: secret-reference
                         * @description Left out with its secret, the worker's own AWS credentials hold (environment, shared files, role)
                         */
                        accessKeyId?: string;
                        /**
                         * Format: secret-reference
                         * @description Of the access key id
                         */
                        secretAccessKey?: string;
                        /**
                         * Format: secret-reference
                         * @description Of temporary credentials
                         */
                        sessionToken?: string;
                        /**
                         * @description Storage class
                         * @enum {string}
                         */
                        storageClass?: "STANDARD" | "STANDARD_IA" | "ONEZONE_IA" | "INTELLIGENT_TIERING" | "GLACIER_IR" | "GLACIER" | "DEEP_ARCHIVE" | "REDUCED_REDUNDANCY";
                        /**
                         * @description Left out, the bucket's own
                         * @enum {string}
                         */
                        serverSideEncryption?: "AES256" | "aws:kms" | "aws:kms:dsse";
                        /** @description Id or ARN; only with aws:kms */
                        kmsKeyId?: string;
                        /**
                         * @description Left out, the bucket's own
                         * @enum {string}
                         */
                        acl?: "private" | "public-read" | "authenticated-read" | "bucket-owner-read" | "bucket-owner-full-control";
                    };
                } | {
                    /** @enum {string} */
                    kind: "built-in";
                    /**
                     * @description Which built-in handler.
                     * @enum {string}
                     */
                    name: "push.apns";
                    options: {
                        /**
                         * Format: secret-reference
                         * @description The content of the .p8 file of an APNs key, as Apple gives it.
                         */
                        key: string;
                        /** @description Of the signing key; ten characters. */
                        keyId: string;
                        /** @description Of the developer account; ten characters. */
                        teamId: string;
                        /**
                         * @description The app's bundle ID.
                         * @example com.example.shop
                         */
                        topic: string;
                        /**
                         * @description Sandbox is for apps that Xcode installed.
                         * @default production
                         * @enum {string}
                         */
                        environment: "production" | "sandbox";
                        /**
                         * Format: uri
                         * @description Instead of the one of the environment.
                         */
                        apiUrl?: string;
                        /**
                         * @description Sent as apns-push-type; a background push shows nothing.
                         * @default alert
                         * @enum {string}
                         */
                        pushType: "alert" | "background";
                        /** @description Milliseconds for which APNs tries to deliver; 0 is once. Up to APNs when left out. */
                        expireAfterMs?: number;
                    };
                } | {
                    /** @enum {string} */
                    kind: "built-in";
                    /**
                     * @description Which built-in handler.
                     * @enum {string}
                     */
                    name: "push.fcm";
                    options: {
                        /**
                         * Format: secret-reference
                         * @description The JSON key file of a service account that may send with Firebase Cloud Messaging.
                         */
                        serviceAccount: string;
                        /** @description Of the Firebase project; the service account's when left out. */
                        projectId?: string;
                        /**
                         * Format: uri
                         * @description Of Firebase Cloud Messaging.
                         * @default https://fcm.googleapis.com
                         */
                        apiUrl: string;
                    };
                } | {
                    /** @enum {string} */
                    kind: "built-in";
                    /**
                     * @description Which built-in handler.
                     * @enum {string}
                     */
                    name: "push.web";
                    options: {
                        /** @description Of the VAPID key pair that browsers subscribe with. */
                        publicKey: string;
                        /**
                         * Format: secret-reference
                         * @description Of the VAPID key pair; 43 characters of URL-safe base64.
                         */
                        privateKey: string;
                        /**
                         * @description Where push services reach you.
                         * @example mailto:ops@example.com
                         */
                        subject: string;
                        /**
                         * @description Milliseconds for which the push service keeps a message; 0 is not at all.
                         * @default 2419200000
                         */
                        expireAfterMs: number;
                    };
                } | {
                    /** @enum {string} */
                    kind: "built-in";
                    /**
                     * @description Which built-in handler.
                     * @enum {string}
                     */
                    name: "push.airship";
                    options: {
                        /** @description Of the Airship project. */
                        appKey: string;
                        /**
                         * Format: secret-reference
                         * @description Of the project. Give this or a bearer token.
                         */
                        masterSecret?: string;
                        /**
                         * Format: secret-reference
                         * @description One that may send. Give this or the master secret.
                         */
                        bearerToken?: string;
                        /**
                         * @description What the payload's token is: the ID of a channel, or of a named user.
                         * @default channel
                         * @enum {string}
                         */
                        audience: "channel" | "named-user";
                        /**
                         * Format: uri
                         * @description Of your site.
                         * @default https://api.urbanairship.com
                         * @example https://api.asnapieu.com
                         */
                        apiUrl: string;
                    };
                }) | {
                    /** @enum {string} */
                    kind: "custom";
                    /** @description A handler made by defineHandler that the process has, such as "acme.ticket". */
                    name: string;
                    /**
                     * @description Checked by the handler's own schema where it runs; secrets as references.
                     * @default {}
                     */
                    options: {
                        [key: string]: unknown;
                    };
                };
                paused: boolean;
            }[];
            paused: {
                by: string;
                reason: string;
                /**
                 * Format: date-time
                 * @example 2026-01-31T12:00:00.000Z
                 */
                since: string;
                /**
                 * Format: date-time
                 * @example 2026-01-31T12:00:00.000Z
                 */
                until: string | null;
            } | null;
            health: components["schemas"]["Health"];
            failures: {
                dead: number;
                lastHour: number;
                /**
                 * Format: date-time
                 * @example 2026-01-31T12:00:00.000Z
                 */
                lastFailedAt: string | null;
            };
            latencyMs: {
                p50: number;
                p95: number;
                p99: number;
            } | null;
            recent: (number | null)[];
        };
        QueueInBackend: {
            backend: string;
            kind: string;
            depth: {
                ready: components["schemas"]["Figure"];
                inFlight: components["schemas"]["Figure"];
                delayed: components["schemas"]["Figure"];
                dead: components["schemas"]["Figure"];
            };
            inPerSecond: components["schemas"]["Figure"];
            outPerSecond: components["schemas"]["Figure"];
            oldestAgeMs: components["schemas"]["Figure"];
            drainMs: components["schemas"]["Figure"];
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            sampledAt: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            drainedSince: string | null;
        };
        Figure: {
            value: number | null;
            /** @enum {string} */
            quality: "exact" | "estimated" | "unsupported";
        };
        Health: {
            /** @enum {string} */
            state: "clear" | "caution" | "danger" | "paused" | "unknown";
            reasons: {
                code: string;
                message: string;
                /**
                 * Format: date-time
                 * @example 2026-01-31T12:00:00.000Z
                 */
                since: string | null;
            }[];
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            since: string | null;
            actions: {
                /** @enum {string} */
                code: "assign-consumer" | "change-workers" | "resume" | "open-failures" | "show-instances" | "check-backend" | "show-roll-out";
                label: string;
                project: string | null;
            }[];
        };
        Rollout: {
            project: string;
            desiredRevision: number;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            savedAt: string | null;
            live: number;
            applied: number;
            instances: {
                id: string;
                host: string;
                pid: number;
                appliedRevision: number;
                current: boolean;
                /**
                 * Format: date-time
                 * @example 2026-01-31T12:00:00.000Z
                 */
                lastSeenAt: string;
                lost: boolean;
            }[];
        };
        TaskTrace: {
            id: string;
            type: string;
            state: components["schemas"]["TaskState"];
            summary: string;
            cancellable: boolean;
            events: {
                /**
                 * Format: date-time
                 * @example 2026-01-31T12:00:00.000Z
                 */
                at: string | null;
                /** @enum {string} */
                kind: "queued" | "started" | "failed" | "retrying" | "succeeded" | "died" | "replayed" | "archived";
                message: string;
                failureId: string | null;
                replayId: string | null;
            }[];
        };
        /** @enum {string} */
        TaskState: "queued" | "running" | "retrying" | "succeeded" | "dead" | "replaying";
        Link: {
            /** @enum {string} */
            kind: "setup" | "invite";
            email: string | null;
            /** @enum {string} */
            role: "viewer" | "operator" | "admin";
        };
        InspectLink: {
            token: string;
        };
        Invitation: {
            /** Format: uri */
            url: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            expiresAt: string;
        };
        NewInvitation: {
            /** Format: email */
            email: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "admin";
        };
        AuditEntry: {
            id: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            at: string;
            actor: {
                /** @enum {string} */
                kind: "person" | "token" | "system";
                name: string;
            };
            action: string;
            target: {
                kind: string;
                name: string;
            };
            reason: string | null;
            before?: unknown;
            after?: unknown;
            requestId: string | null;
        };
        FailureGroup: {
            group: string;
            error: {
                name: string;
                message: string;
            };
            count: number;
            types: string[];
            projects: string[];
            reasons: components["schemas"]["DeadReason"][];
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            firstFailedAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            lastFailedAt: string;
            trend: number[];
        };
        BuiltInHandler: {
            name: string;
            version: number;
            title: string;
            description: string;
            /** @enum {string} */
            category: "analytics" | "files" | "http" | "messages" | "push" | "other";
            options: {
                [key: string]: unknown;
            };
            payload: {
                [key: string]: unknown;
            };
            example?: unknown;
            defaults: {
                timeoutMs: number;
                maxAttempts?: number;
                retry?: {
                    /** @enum {string} */
                    kind?: "exponential";
                    /** @default 10 */
                    maxAttempts: number;
                    /** @default 0.2 */
                    jitter: number;
                    /** @default 1000 */
                    initialMs: number;
                    /** @default 2 */
                    factor: number;
                    /** @default 3600000 */
                    maxMs: number;
                    byCode?: {
                        [key: string]: "dead" | {
                            /** @enum {string} */
                            kind?: "exponential";
                            /** @default 10 */
                            maxAttempts: number;
                            /** @default 0.2 */
                            jitter: number;
                            /** @default 1000 */
                            initialMs: number;
                            /** @default 2 */
                            factor: number;
                            /** @default 3600000 */
                            maxMs: number;
                        } | {
                            /** @enum {string} */
                            kind: "fixed";
                            /** @default 10 */
                            maxAttempts: number;
                            /** @default 0.2 */
                            jitter: number;
                            delayMs: number;
                        } | {
                            /** @enum {string} */
                            kind: "list";
                            /** @default 10 */
                            maxAttempts: number;
                            /** @default 0.2 */
                            jitter: number;
                            delaysMs: number[];
                        };
                    };
                } | {
                    /** @enum {string} */
                    kind: "fixed";
                    /** @default 10 */
                    maxAttempts: number;
                    /** @default 0.2 */
                    jitter: number;
                    delayMs: number;
                    byCode?: {
                        [key: string]: "dead" | {
                            /** @enum {string} */
                            kind?: "exponential";
                            /** @default 10 */
                            maxAttempts: number;
                            /** @default 0.2 */
                            jitter: number;
                            /** @default 1000 */
                            initialMs: number;
                            /** @default 2 */
                            factor: number;
                            /** @default 3600000 */
                            maxMs: number;
                        } | {
                            /** @enum {string} */
                            kind: "fixed";
                            /** @default 10 */
                            maxAttempts: number;
                            /** @default 0.2 */
                            jitter: number;
                            delayMs: number;
                        } | {
                            /** @enum {string} */
                            kind: "list";
                            /** @default 10 */
                            maxAttempts: number;
                            /** @default 0.2 */
                            jitter: number;
                            delaysMs: number[];
                        };
                    };
                } | {
                    /** @enum {string} */
                    kind: "list";
                    /** @default 10 */
                    maxAttempts: number;
                    /** @default 0.2 */
                    jitter: number;
                    delaysMs: number[];
                    byCode?: {
                        [key: string]: "dead" | {
                            /** @enum {string} */
                            kind?: "exponential";
                            /** @default 10 */
                            maxAttempts: number;
                            /** @default 0.2 */
                            jitter: number;
                            /** @default 1000 */
                            initialMs: number;
                            /** @default 2 */
                            factor: number;
                            /** @default 3600000 */
                            maxMs: number;
                        } | {
                            /** @enum {string} */
                            kind: "fixed";
                            /** @default 10 */
                            maxAttempts: number;
                            /** @default 0.2 */
                            jitter: number;
                            delayMs: number;
                        } | {
                            /** @enum {string} */
                            kind: "list";
                            /** @default 10 */
                            maxAttempts: number;
                            /** @default 0.2 */
                            jitter: number;
                            delaysMs: number[];
                        };
                    };
                };
            };
            needs: string | null;
        };
        Person: {
            id: string;
            name: string;
            email: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "admin";
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            createdAt: string;
        };
        ReplayTask: {
            deadId: string;
            taskId: string;
            type: string;
            state: components["schemas"]["ReplayTaskState"];
            detail: string | null;
            sentCount: number;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            sentAt: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            endedAt: string | null;
        };
        /** @enum {string} */
        ReplayTaskState: "pending" | "sent" | "succeeded" | "failed-again" | "unknown" | "skipped" | "cancelled";
        Revision: {
            project: string;
            number: number;
            author: string;
            reason: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            createdAt: string;
            rollbackOf: number | null;
            changeSetId: string | null;
            assignments: components["schemas"]["Assignment"][];
            diff: components["schemas"]["AssignmentDiff"][];
        };
        BackendPatch: {
            url?: string;
            options?: components["schemas"]["BackendOptions"];
            description?: string;
        };
        PersonPatch: {
            /** @enum {string} */
            role: "viewer" | "operator" | "admin";
        };
        ProjectPatch: {
            description?: string;
        };
        TaskTypePatch: {
            description?: string;
            backend?: string;
            queueName?: string | null;
            retry?: {
                /** @enum {string} */
                kind?: "exponential";
                /** @default 10 */
                maxAttempts: number;
                /** @default 0.2 */
                jitter: number;
                /** @default 1000 */
                initialMs: number;
                /** @default 2 */
                factor: number;
                /** @default 3600000 */
                maxMs: number;
                byCode?: {
                    [key: string]: "dead" | {
                        /** @enum {string} */
                        kind?: "exponential";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        /** @default 1000 */
                        initialMs: number;
                        /** @default 2 */
                        factor: number;
                        /** @default 3600000 */
                        maxMs: number;
                    } | {
                        /** @enum {string} */
                        kind: "fixed";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        delayMs: number;
                    } | {
                        /** @enum {string} */
                        kind: "list";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        delaysMs: number[];
                    };
                };
            } | {
                /** @enum {string} */
                kind: "fixed";
                /** @default 10 */
                maxAttempts: number;
                /** @default 0.2 */
                jitter: number;
                delayMs: number;
                byCode?: {
                    [key: string]: "dead" | {
                        /** @enum {string} */
                        kind?: "exponential";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        /** @default 1000 */
                        initialMs: number;
                        /** @default 2 */
                        factor: number;
                        /** @default 3600000 */
                        maxMs: number;
                    } | {
                        /** @enum {string} */
                        kind: "fixed";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        delayMs: number;
                    } | {
                        /** @enum {string} */
                        kind: "list";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        delaysMs: number[];
                    };
                };
            } | {
                /** @enum {string} */
                kind: "list";
                /** @default 10 */
                maxAttempts: number;
                /** @default 0.2 */
                jitter: number;
                delaysMs: number[];
                byCode?: {
                    [key: string]: "dead" | {
                        /** @enum {string} */
                        kind?: "exponential";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        /** @default 1000 */
                        initialMs: number;
                        /** @default 2 */
                        factor: number;
                        /** @default 3600000 */
                        maxMs: number;
                    } | {
                        /** @enum {string} */
                        kind: "fixed";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        delayMs: number;
                    } | {
                        /** @enum {string} */
                        kind: "list";
                        /** @default 10 */
                        maxAttempts: number;
                        /** @default 0.2 */
                        jitter: number;
                        delaysMs: number[];
                    };
                };
            };
            timeoutMs?: number;
            payloadSchema?: {
                [key: string]: unknown;
            } | null;
            redactPaths?: string[];
            /** @enum {string} */
            order?: "none" | "key";
            rateLimit?: number | null;
        };
        WebhookPatch: {
            project?: string;
            type?: string;
            scheme?: components["schemas"]["WebhookScheme"];
            options?: components["schemas"]["WebhookOptions"];
            secret?: string;
            idFrom?: string | null;
            enabled?: boolean;
            description?: string;
        };
        Pause: {
            /** @default  */
            reason: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            until?: string;
        };
        Messages: {
            items: {
                id: string;
                state: string;
                attributes: {
                    [key: string]: string;
                };
                payload?: unknown;
                /**
                 * Format: date-time
                 * @example 2026-01-31T12:00:00.000Z
                 */
                dueAt: string | null;
            }[];
        };
        ChangeSetPreview: {
            projects: {
                project: string;
                fromRevision: number;
                toRevision: number;
                diff: components["schemas"]["AssignmentDiff"][];
                liveInstances: number;
            }[];
            impact: components["schemas"]["Impact"][];
            warnings: components["schemas"]["Warning"][];
        };
        Impact: {
            type: string;
            workersBefore: number;
            workersAfter: number;
            waiting: number | null;
            producers: string[];
            consumersAfter: string[];
        };
        Warning: {
            /** @enum {string} */
            level: "danger" | "caution";
            /** @enum {string} */
            code: "orphaned" | "handler-changes" | "no-live-instance" | "unresolved-secret" | "unknown-handler" | "no-producer";
            project: string | null;
            type: string | null;
            message: string;
        };
        ChangeSetDraft: {
            base: {
                [key: string]: number;
            };
            edits: components["schemas"]["ProjectEdit"][];
            /**
             * @default switch
             * @enum {string}
             */
            strategy: "switch";
        };
        Accepted: {
            accepted: number;
            tasks: {
                id: string;
                type: string;
                queue: string;
                duplicateOf?: string;
            }[];
        };
        NewTask: {
            type: string;
            payload?: unknown;
            id?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            notBefore?: string;
            delayMs?: number;
            partitionKey?: string;
            uniqueKey?: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            expiresAt?: string;
            tracked?: boolean;
        };
        TaskBatch: {
            tasks: components["schemas"]["NewTask"][];
        };
        Purge: {
            /** @description The type, typed out */
            confirm: string;
            reason: string;
        };
        SaveAssignments: {
            assignments: components["schemas"]["Assignment"][];
            reason: string;
        };
        Heartbeat: {
            project: string;
            host: string;
            pid: number;
            version: string;
            /** Format: date-time */
            startedAt: string;
            appliedRevision: number;
            appliedEtag: string | null;
            /** @enum {string} */
            state: "starting" | "running" | "draining" | "stopped";
            consumers: {
                type: string;
                /** @enum {string} */
                state: "starting" | "running" | "paused" | "tripped" | "draining" | "crashed" | "stopped";
                workers: number;
                running: {
                    taskId: string;
                    attempt: number;
                    /** Format: date-time */
                    startedAt: string;
                }[];
                runningCount: number;
                succeeded: number;
                retried: number;
                dead: number;
                latencyMs: {
                    p50: number;
                    p95: number;
                    p99: number;
                } | null;
                lastMinute?: {
                    attempts: number;
                    failed: number;
                };
                failing?: {
                    /** Format: date-time */
                    since: string;
                    /** Format: date-time */
                    at: string;
                    count: number;
                    status: number | null;
                    error: string;
                } | null;
                circuit?: {
                    /** Format: date-time */
                    since: string;
                    /** Format: date-time */
                    nextProbeAt: string | null;
                    probes: number;
                    target: string | null;
                    status: number | null;
                    error: string;
                } | null;
                lost?: number;
                error: string | null;
                errorCode?: string | null;
                restarts: number;
            }[];
            producers: {
                type: string;
                /** @enum {string} */
                state: "ready" | "crashed";
                published: number;
                error: string | null;
            }[];
            unresolvedSecrets: string[];
            functions?: string[];
            modules?: string[];
            builtIns?: string[];
            customHandlers?: string[];
            configError: string | null;
            loopBlock?: {
                ms: number;
                /** Format: date-time */
                at: string;
                types: string[];
            } | null;
            memoryBytes: number;
            eventLoopLagMs: number;
        };
        QueueHistory: {
            stepSeconds: number;
            points: {
                /**
                 * Format: date-time
                 * @example 2026-01-31T12:00:00.000Z
                 */
                at: string;
                ready: number | null;
                inFlight: number | null;
                delayed: number | null;
                dead: number | null;
                inPerSecond: number | null;
                outPerSecond: number | null;
                diedPerMinute: number | null;
            }[];
            annotations: {
                /**
                 * Format: date-time
                 * @example 2026-01-31T12:00:00.000Z
                 */
                at: string;
                /** @enum {string} */
                kind: "revision" | "replay";
                label: string;
            }[];
        };
        Received: {
            id: string;
            type: string;
            repeated: boolean;
        };
        RestoreSelection: {
            selection: components["schemas"]["FailureSelection"];
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            archivedAt?: string;
        };
        ChangeSetRollback: {
            reason: string;
        };
        Rollback: {
            reason: string;
        };
        SignIn: {
            /** Format: email */
            email: string;
            password: string;
        };
        HandlerTest: {
            /** @enum {string} */
            verdict: "done" | "retry" | "dead";
            reason: string | null;
            error: {
                code: string | null;
                message: string;
            } | null;
            afterMs: number | null;
            tookMs: number;
            exchanges: {
                request: {
                    method: string;
                    url: string;
                    headers: {
                        [key: string]: string;
                    };
                    body: {
                        text: string | null;
                        note: string | null;
                    };
                };
                response: {
                    status: number;
                    headers: {
                        [key: string]: string;
                    };
                    body: {
                        text: string | null;
                        note: string | null;
                    };
                } | null;
                tookMs: number;
            }[];
        };
        TestHandler: {
            handler: {
                /** @enum {string} */
                kind: "http";
                /** Format: uri */
                url: string;
                secret?: string;
                circuitBreaker?: boolean;
            } | {
                /** @enum {string} */
                kind: "function";
                name?: string;
            } | {
                /** @enum {string} */
                kind: "module";
                name?: string;
                /** @default default */
                export: string;
                memoryMb?: number;
            } | ({
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "slack.message";
                options: {
                    /**
                     * Format: secret-reference
                     * @description Of an incoming webhook; it is a secret. The webhook decides the channel. Give this or a bot token.
                     */
                    webhookUrl?: string;
                    /**
                     * Format: secret-reference
                     * @description Of a Slack app with the scope chat:write (xoxb-…). Give this or a webhook URL.
                     */
                    token?: string;
                    /**
                     * @description Id or name, where the payload names none; only with a bot token
                     * @example #deploys
                     */
                    channel?: string;
                    /**
                     * Format: uri
                     * @description Of another Slack, such as https://slack-gov.com/api
                     * @default https://slack.com/api
                     */
                    apiUrl: string;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "segment.track";
                options: {
                    /**
                     * Format: secret-reference
                     * @description Of the source that the calls belong to
                     */
                    writeKey: string;
                    /**
                     * Format: uri
                     * @description Of another region, such as https://events.eu1.segmentapis.com/v1
                     * @default https://api.segment.io/v1
                     */
                    apiUrl: string;
                    /**
                     * @description Tasks that run at the same time are sent together, at most so many; 1 sends each by itself
                     * @default 100
                     */
                    batchMaxTasks: number;
                    /**
                     * @description Longest time that a task waits for others to be sent with; a single worker never waits
                     * @default 10
                     */
                    batchLingerMs: number;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "segment.identify";
                options: {
                    /**
                     * Format: secret-reference
                     * @description Of the source that the calls belong to
                     */
                    writeKey: string;
                    /**
                     * Format: uri
                     * @description Of another region, such as https://events.eu1.segmentapis.com/v1
                     * @default https://api.segment.io/v1
                     */
                    apiUrl: string;
                    /**
                     * @description Tasks that run at the same time are sent together, at most so many; 1 sends each by itself
                     * @default 100
                     */
                    batchMaxTasks: number;
                    /**
                     * @description Longest time that a task waits for others to be sent with; a single worker never waits
                     * @default 10
                     */
                    batchLingerMs: number;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "segment.page";
                options: {
                    /**
                     * Format: secret-reference
                     * @description Of the source that the calls belong to
                     */
                    writeKey: string;
                    /**
                     * Format: uri
                     * @description Of another region, such as https://events.eu1.segmentapis.com/v1
                     * @default https://api.segment.io/v1
                     */
                    apiUrl: string;
                    /**
                     * @description Tasks that run at the same time are sent together, at most so many; 1 sends each by itself
                     * @default 100
                     */
                    batchMaxTasks: number;
                    /**
                     * @description Longest time that a task waits for others to be sent with; a single worker never waits
                     * @default 10
                     */
                    batchLingerMs: number;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "segment.group";
                options: {
                    /**
                     * Format: secret-reference
                     * @description Of the source that the calls belong to
                     */
                    writeKey: string;
                    /**
                     * Format: uri
                     * @description Of another region, such as https://events.eu1.segmentapis.com/v1
                     * @default https://api.segment.io/v1
                     */
                    apiUrl: string;
                    /**
                     * @description Tasks that run at the same time are sent together, at most so many; 1 sends each by itself
                     * @default 100
                     */
                    batchMaxTasks: number;
                    /**
                     * @description Longest time that a task waits for others to be sent with; a single worker never waits
                     * @default 10
                     */
                    batchLingerMs: number;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "mixpanel.track";
                options: {
                    /**
                     * Format: secret-reference
                     * @description Of the project that the events belong to
                     */
                    token: string;
                    /**
                     * Format: uri
                     * @description Of another region, such as https://api-eu.mixpanel.com
                     * @default https://api.mixpanel.com
                     */
                    apiUrl: string;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "http.request";
                options: {
                    /**
                     * Format: uri
                     * @description What is called, once per task
                     */
                    url: string;
                    /**
                     * @description Method
                     * @default POST
                     * @enum {string}
                     */
                    method: "POST" | "PUT" | "PATCH" | "DELETE" | "GET";
                    /**
                     * @description The body of the request, or the parameters of its URL
                     * @default body
                     * @enum {string}
                     */
                    payloadAs: "body" | "query";
                    /** @description One a line */
                    headers?: {
                        [key: string]: string;
                    };
                    /** @description One a line; the value is a reference to a secret that holds the whole value, such as "Bearer …" */
                    secretHeaders?: {
                        [key: string]: string;
                    };
                    /**
                     * @description Carries the id of the task, the same with every attempt
                     * @default Idempotency-Key
                     */
                    idempotencyHeader: string;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "sms.send";
                options: {
                    /** @description Of the account that sends (AC…) */
                    accountSid: string;
                    /**
                     * Format: secret-reference
                     * @description Of the account. Give this or an API key with its secret.
                     */
                    authToken?: string;
                    /** @description SID of an API key (SK…), with its secret */
                    apiKey?: string;
                    /**
                     * Format: secret-reference
                     * @description Of the API key
                     */
                    apiKeySecret?: string;
                    /** @description Number (+15550001111), short code or sender name; the payload may name another */
                    from?: string;
                    /** @description Chooses the sender (MG…), where neither payload nor configuration names one */
                    messagingServiceSid?: string;
                    /**
                     * Format: uri
                     * @description Where the service tells what became of the message
                     */
                    statusCallback?: string;
                    /**
                     * Format: uri
                     * @description Of another region or a compatible service
                     * @default https://api.twilio.com
                     */
                    apiUrl: string;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "email.send";
                options: {
                    /** @description Of the mail server that takes messages in */
                    host: string;
                    /**
                     * @description 587 for STARTTLS, 465 for TLS from the start
                     * @default 587
                     */
                    port: number;
                    /**
                     * @description STARTTLS is required, not merely tried; "none" sends everything readable
                     * @default starttls
                     * @enum {string}
                     */
                    security: "starttls" | "tls" | "none";
                    /**
                     * Format: secret-reference
                     * @description To sign in with, together with a password
                     */
                    user?: string;
                    /**
                     * Format: secret-reference
                     * @description Of the user
                     */
                    password?: string;
                    /** @description Sender of all messages */
                    from: string;
                    /** @description Where answers go; the payload may name another */
                    replyTo?: string;
                    /**
                     * Format: secret-reference
                     * @description PEM of the authority to trust, for a server with a private one
                     */
                    ca?: string;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "s3.fetch";
                options: {
                    /** @description Bucket */
                    bucket: string;
                    /**
                     * @description Region
                     * @default us-east-1
                     */
                    region: string;
                    /**
                     * Format: uri
                     * @description Of another store that speaks S3; left out, AWS
                     * @example https://s3.example.com
                     */
                    endpoint?: string;
                    /**
                     * @description The path of the URL, or its host name; auto: the path with an endpoint, else the host name
                     * @default auto
                     * @enum {string}
                     */
                    addressing: "auto" | "path" | "host";
                    /**
                     * @description Stands before every key
                     * @default
                     * @example uploads/
                     */
                    keyPrefix: string;
                    /**
                     * Format: secret-reference
                     * @description Left out with its secret, the worker's own AWS credentials hold (environment, shared files, role)
                     */
                    accessKeyId?: string;
                    /**
                     * Format: secret-reference
                     * @description Of the access key id
                     */
                    secretAccessKey?: string;
                    /**
                     * Format: secret-reference
                     * @description Of temporary credentials
                     */
                    sessionToken?: string;
                    /**
                     * @description A larger file is dead; 1073741824 is 1 GiB
                     * @default 1073741824
                     */
                    maxBytes: number;
                    /**
                     * @description That may be stored; left out, all
                     * @example image/*, application/pdf
                     */
                    allowedContentTypes?: string;
                    /**
                     * @description Milliseconds, for each redirect anew
                     * @default 30000
                     */
                    firstByteTimeoutMs: number;
                    /**
                     * @description Milliseconds without a byte of the source
                     * @default 30000
                     */
                    idleTimeoutMs: number;
                    /**
                     * @description Milliseconds; the type's own timeout may end it sooner
                     * @default 600000
                     */
                    totalTimeoutMs: number;
                    /**
                     * @description Storage class
                     * @enum {string}
                     */
                    storageClass?: "STANDARD" | "STANDARD_IA" | "ONEZONE_IA" | "INTELLIGENT_TIERING" | "GLACIER_IR" | "GLACIER" | "DEEP_ARCHIVE" | "REDUCED_REDUNDANCY";
                    /**
                     * @description Left out, the bucket's own
                     * @enum {string}
                     */
                    serverSideEncryption?: "AES256" | "aws:kms" | "aws:kms:dsse";
                    /** @description Id or ARN; only with aws:kms */
                    kmsKeyId?: string;
                    /**
                     * @description Left out, the bucket's own
                     * @enum {string}
                     */
                    acl?: "private" | "public-read" | "authenticated-read" | "bucket-owner-read" | "bucket-owner-full-control";
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "s3.upload";
                options: {
                    /** @description Bucket */
                    bucket: string;
                    /**
                     * @description Region
                     * @default us-east-1
                     */
                    region: string;
                    /**
                     * Format: uri
                     * @description Of another store that speaks S3; left out, AWS
                     * @example https://s3.example.com
                     */
                    endpoint?: string;
                    /**
                     * @description The path of the URL, or its host name; auto: the path with an endpoint, else the host name
                     * @default auto
                     * @enum {string}
                     */
                    addressing: "auto" | "path" | "host";
                    /**
                     * @description Stands before every key
                     * @default
                     * @example uploads/
                     */
                    keyPrefix: string;
                    /**
                     * Format: secret-reference
                     * @description Left out with its secret, the worker's own AWS credentials hold (environment, shared files, role)
                     */
                    accessKeyId?: string;
                    /**
                     * Format: secret-reference
                     * @description Of the access key id
                     */
                    secretAccessKey?: string;
                    /**
                     * Format: secret-reference
                     * @description Of temporary credentials
                     */
                    sessionToken?: string;
                    /**
                     * @description Storage class
                     * @enum {string}
                     */
                    storageClass?: "STANDARD" | "STANDARD_IA" | "ONEZONE_IA" | "INTELLIGENT_TIERING" | "GLACIER_IR" | "GLACIER" | "DEEP_ARCHIVE" | "REDUCED_REDUNDANCY";
                    /**
                     * @description Left out, the bucket's own
                     * @enum {string}
                     */
                    serverSideEncryption?: "AES256" | "aws:kms" | "aws:kms:dsse";
                    /** @description Id or ARN; only with aws:kms */
                    kmsKeyId?: string;
                    /**
                     * @description Left out, the bucket's own
                     * @enum {string}
                     */
                    acl?: "private" | "public-read" | "authenticated-read" | "bucket-owner-read" | "bucket-owner-full-control";
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "push.apns";
                options: {
                    /**
                     * Format: secret-reference
                     * @description The content of the .p8 file of an APNs key, as Apple gives it.
                     */
                    key: string;
                    /** @description Of the signing key; ten characters. */
                    keyId: string;
                    /** @description Of the developer account; ten characters. */
                    teamId: string;
                    /**
                     * @description The app's bundle ID.
                     * @example com.example.shop
                     */
                    topic: string;
                    /**
                     * @description Sandbox is for apps that Xcode installed.
                     * @default production
                     * @enum {string}
                     */
                    environment: "production" | "sandbox";
                    /**
                     * Format: uri
                     * @description Instead of the one of the environment.
                     */
                    apiUrl?: string;
                    /**
                     * @description Sent as apns-push-type; a background push shows nothing.
                     * @default alert
                     * @enum {string}
                     */
                    pushType: "alert" | "background";
                    /** @description Milliseconds for which APNs tries to deliver; 0 is once. Up to APNs when left out. */
                    expireAfterMs?: number;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "push.fcm";
                options: {
                    /**
                     * Format: secret-reference
                     * @description The JSON key file of a service account that may send with Firebase Cloud Messaging.
                     */
                    serviceAccount: string;
                    /** @description Of the Firebase project; the service account's when left out. */
                    projectId?: string;
                    /**
                     * Format: uri
                     * @description Of Firebase Cloud Messaging.
                     * @default https://fcm.googleapis.com
                     */
                    apiUrl: string;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "push.web";
                options: {
                    /** @description Of the VAPID key pair that browsers subscribe with. */
                    publicKey: string;
                    /**
                     * Format: secret-reference
                     * @description Of the VAPID key pair; 43 characters of URL-safe base64.
                     */
                    privateKey: string;
                    /**
                     * @description Where push services reach you.
                     * @example mailto:ops@example.com
                     */
                    subject: string;
                    /**
                     * @description Milliseconds for which the push service keeps a message; 0 is not at all.
                     * @default 2419200000
                     */
                    expireAfterMs: number;
                };
            } | {
                /** @enum {string} */
                kind: "built-in";
                /**
                 * @description Which built-in handler.
                 * @enum {string}
                 */
                name: "push.airship";
                options: {
                    /** @description Of the Airship project. */
                    appKey: string;
                    /**
                     * Format: secret-reference
                     * @description Of the project. Give this or a bearer token.
                     */
                    masterSecret?: string;
                    /**
                     * Format: secret-reference
                     * @description One that may send. Give this or the master secret.
                     */
                    bearerToken?: string;
                    /**
                     * @description What the payload's token is: the ID of a channel, or of a named user.
                     * @default channel
                     * @enum {string}
                     */
                    audience: "channel" | "named-user";
                    /**
                     * Format: uri
                     * @description Of your site.
                     * @default https://api.urbanairship.com
                     * @example https://api.asnapieu.com
                     */
                    apiUrl: string;
                };
            }) | {
                /** @enum {string} */
                kind: "custom";
                /** @description A handler made by defineHandler that the process has, such as "acme.ticket". */
                name: string;
                /**
                 * @description Checked by the handler's own schema where it runs; secrets as references.
                 * @default {}
                 */
                options: {
                    [key: string]: unknown;
                };
            };
            type?: string;
            payload: unknown;
        };
        WebhookTest: {
            payload?: unknown;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
