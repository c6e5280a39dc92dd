import ipaddress
import socket
import ssl
import threading
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from app.serving import install_page, local_ca
from tests.conftest import migrate
from tests.serving import serving

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_papers_are_made_once_and_renewed_in_time_by_the_same_ca(tmp_path: Path) -> None:
    papers = local_ca.prepare(tmp_path, now=NOW)
    ca, first = papers.ca.read_bytes(), papers.certificate.read_bytes()
    assert local_ca.prepare(tmp_path, now=NOW).certificate.read_bytes() == first
    local_ca.prepare(tmp_path, now=NOW + timedelta(days=local_ca.LEAF_DAYS - 30))
    assert papers.ca.read_bytes() == ca
    assert papers.certificate.read_bytes() != first
    certificate(papers.certificate).verify_directly_issued_by(certificate(papers.ca))


def test_another_address_to_listen_on_gets_another_certificate(tmp_path: Path) -> None:
    local_ca.prepare(tmp_path, now=NOW)
    fresh = certificate(local_ca.prepare(tmp_path, "10.9.8.7", NOW).certificate)
    told = fresh.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert ipaddress.ip_address("10.9.8.7") in told.get_values_for_type(x509.IPAddress)


def test_keys_are_for_this_user_and_the_ca_for_private_addresses_alone(tmp_path: Path) -> None:
    papers = local_ca.prepare(tmp_path, now=NOW)
    assert {path.stat().st_mode & 0o077 for path in (papers.key, papers.ca.with_name("ca.key"))} == {0}
    limits = certificate(papers.ca).extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    nets = [one.value for one in limits.value.permitted_subtrees or [] if isinstance(one, x509.IPAddress)]
    assert not any(ipaddress.ip_address("8.8.8.8") in net for net in nets)


def test_the_page_gives_the_ca_and_the_steps_in_both_languages(tmp_path: Path) -> None:
    papers = local_ca.prepare(tmp_path, now=NOW)
    page = install_page.serve("127.0.0.1", 0, "https://10.0.0.9:8000", papers.ca)
    base = f"http://127.0.0.1:{page.server_address[1]}"
    threading.Thread(target=page.serve_forever, daemon=True).start()
    try:
        for lang, words in (("zh-CN", "下载证书"), ("en", "Get the certificate")):
            asked = urllib.request.Request(base, headers={"Accept-Language": lang})
            with urllib.request.urlopen(asked, timeout=5) as got:
                told = got.read().decode()
            assert words in told and told.count("<svg") == 2
        with urllib.request.urlopen(f"{base}/ca.crt", timeout=5) as got:
            assert got.read() == papers.ca.read_bytes()
    finally:
        page.shutdown()
        page.server_close()


@pytest.mark.served
def test_serve_https_is_trusted_by_who_has_the_ca(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/house.db"
    migrate(url)

    def answers(served: object) -> bool:
        ca = tmp_path / "tls/ca.pem"
        if not ca.exists():
            return False
        trusting = ssl.create_default_context(cafile=ca)
        try:
            port = served.port  # type: ignore[attr-defined]
            with urllib.request.urlopen(
                f"https://127.0.0.1:{port}/healthz", timeout=5, context=trusting
            ) as got:
                return bool(got.status == 200)
        except OSError:
            return False

    monkeypatch.setattr("tests.serving.answers", answers)
    with serving(tmp_path, "--https", DATABASE_URL=url) as served:
        page = f"http://127.0.0.1:{served.port + 1}/"
        with urllib.request.urlopen(f"{page}ca.crt", timeout=5) as got:
            assert got.read() == (tmp_path / "tls/ca.pem").read_bytes()
        with urllib.request.urlopen(page, timeout=5) as got:
            assert f"https://127.0.0.1:{served.port}" in got.read().decode()
        assert f"Trust it once on each device: {page}\n" in served.log.read_text()
        with pytest.raises(ConnectionRefusedError):  # this machine by another of its addresses
            socket.create_connection(("127.0.0.2", served.port + 1), timeout=5)
        with pytest.raises(OSError):
            urllib.request.urlopen(f"https://127.0.0.1:{served.port}/healthz", timeout=5)
