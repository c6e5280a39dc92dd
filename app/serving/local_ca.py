"""A certificate authority of this machine's own, for sites without the internet: `wavecard serve --https`.

It may sign private addresses and local names alone (RFC 5280, 4.2.1.10): a stolen key opens no bank.
"""

import ipaddress
import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.serving import addresses

CA_DAYS, LEAF_DAYS = 3650, 820  # Apple trusts a server's certificate for at most 825 days (HT210176)
RENEW_BEFORE = timedelta(days=60)
PRIVATE = (
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "fc00::/7",
)
LOCAL = ("local", "lan", "internal", "home.arpa", "localhost")


@dataclass(frozen=True)
class Papers:
    ca: Path
    certificate: Path
    key: Path


def prepare(var: Path, host: str = "", now: datetime | None = None) -> Papers:
    """The CA and a certificate for this machine's names: made when missing, renewed when old or elsewhere."""
    folder, now = var / "tls", now or datetime.now(UTC)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    papers = Papers(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    if not papers.ca.exists():
        _make_ca(folder, now)
    names = own_names(host)
    if not _is_good(papers.certificate, names, now):
        _make_certificate(folder, names, now)
    return papers


def own_names(host: str = "") -> list[str]:
    """What a handheld may type to reach this machine, which perhaps listens on `host` alone."""
    name = socket.gethostname().split(".")[0].lower() or "wavecard"
    told = [] if host in addresses.EVERYWHERE else [host]
    own = [addresses.lan_address(), "127.0.0.1", "localhost", name, f"{name}.local"]
    return list(dict.fromkeys(told + own))


def _make_ca(folder: Path, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Wavecard CA {socket.gethostname()}"[:64])])
    host = socket.gethostname().split(".")[0].lower()
    permitted: list[x509.GeneralName] = [x509.DNSName(one) for one in (*LOCAL, host) if one]
    permitted += [x509.IPAddress(ipaddress.ip_network(net)) for net in (*PRIVATE, addresses.lan_address())]
    made = (
        _signed(name, name, key.public_key(), now, CA_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(_usage(signs_others=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_key(folder / "ca.key", key)
    (folder / "ca.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))


def _make_certificate(folder: Path, names: list[str], now: datetime) -> None:
    ca = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes())
    ca_key = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), password=None)
    assert isinstance(ca_key, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    made = (
        _signed(subject, ca.subject, key.public_key(), now, LEAF_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([_general(one) for one in names]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_usage(signs_others=False), critical=True)
        .add_extension(authority, critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    _write_key(folder / "server.key", key)
    (folder / "server.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))


def _signed(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # a handheld's clock may be behind
        .not_valid_after(now + timedelta(days=days))
    )


def _usage(*, signs_others: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_others,
        key_cert_sign=signs_others,
        crl_sign=signs_others,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _is_good(path: Path, names: list[str], now: datetime) -> bool:
    if not path.exists():
        return False
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    told = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return (
        set(told) >= {_general(one) for one in names} and certificate.not_valid_after_utc - now > RENEW_BEFORE
    )


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    """Readable by this user alone, from its first byte."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
