"""A bench PC that prints for its station: outbound websocket, the same wire code, its own durable queue."""
