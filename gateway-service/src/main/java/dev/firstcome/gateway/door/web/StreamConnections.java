package dev.firstcome.gateway.door.web;

import reactor.netty.http.client.HttpClient;

/** The client for streams, whose connections are not those of ordinary calls. */
record StreamConnections(HttpClient client) {}
