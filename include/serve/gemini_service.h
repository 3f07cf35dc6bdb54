/* SPDX-License-Identifier: MIT */
/* Gemini (specification 0.24.1) over a connection: request, route, page, reply. */
#ifndef SERVE_GEMINI_SERVICE_H
#define SERVE_GEMINI_SERVICE_H

#include "serve/serve.h"

/* @serve outlives the service. Each worker's data is a struct serve_worker. */
void gemini_service_init(struct service *service, const struct serve *serve);

#endif
