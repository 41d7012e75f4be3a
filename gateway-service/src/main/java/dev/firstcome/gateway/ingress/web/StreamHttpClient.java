package dev.firstcome.gateway.ingress.web;

import reactor.netty.http.client.HttpClient;

/** The HTTP client for streams, with a connection pool separate from that of ordinary requests. */
record StreamHttpClient(HttpClient client) {}
