"""Build the application: configure, connect, register. Nothing is decided here."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask_openapi3 import Info, OpenAPI
from werkzeug.middleware.proxy_fix import ProxyFix

from app import config, db

SESSION_LIFE = timedelta(hours=14)  # a long shift
PACKED = Path(__file__).resolve().parent / "_web"  # in an installed wheel
WEB = PACKED if PACKED.is_dir() else PACKED.parents[1]  # else the checkout, whatever the current folder
MAX_BODY = 8 * 1024 * 1024


def create_app(given: config.Config | None = None, connect: bool = True) -> OpenAPI:
    """The Wavecard application; `given` defaults to what the environment says."""
    from app.ops import edge

    settings = given or config.from_environment()
    app = OpenAPI(
        __name__,
        info=Info(title="Wavecard", version="1"),
        static_folder=str(WEB / "static"),
        template_folder=str(WEB / "templates"),
        doc_prefix="/openapi",
        validation_error_status=400,
        validation_error_model=edge.Failed,
        validation_error_callback=edge.bad_input,
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="wavecard",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        PERMANENT_SESSION_LIFETIME=SESSION_LIFE,
        MAX_CONTENT_LENGTH=MAX_BODY,
        WAVECARD=settings,
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
    )
    if connect:
        db.connect(settings.database_url)
    _register(app, settings)
    return app


def _register(app: OpenAPI, settings: config.Config) -> None:
    from app import assets, features, push
    from app.limits import limiter
    from app.ops import edge, events
    from app.serving import fence

    limiter.init_app(app)
    edge.init_app(app)
    assets.register_assets(app)
    features.register(app)
    options: dict[str, Any] = {"message_queue": settings.redis_url} if settings.redis_url else {}
    push.init_app(app, **options)
    events.register(push.socketio.server)
    if settings.proxies:  # not their X-Forwarded-Host: a port in it would pass for the listener's
        count = settings.proxies
        behind = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)
        app.wsgi_app = behind  # type: ignore[method-assign]
    if settings.public_port:
        fenced = fence.without_socket(app.wsgi_app, settings.public_port)
        app.wsgi_app = fenced  # type: ignore[assignment,method-assign]
