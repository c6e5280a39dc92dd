"""What Prometheus is told of the floor."""

from flask import Flask

from tests import builders


def test_the_metrics_count_open_work_by_state_and_tier(app: Flask) -> None:
    builders.make_site()
    sku = builders.make_sku("A")
    for _ in range(2):
        builders.make_order((sku, 1), tier="B", state="ready")
    builders.make_order((sku, 1), tier="A", state="shipped")
    told = app.test_client().get("/metrics").text
    assert 'wavecard_orders{state="ready",tier="B"} 2.0' in told
    assert 'state="shipped"' not in told
    assert "wavecard_operations_total" in told and "process_cpu_seconds_total" in told
