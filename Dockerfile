# Two stages: the first makes the wheel, its environment and the trained reader with the clone's own script,
# the second carries only these. Both use one path, since an environment cannot be moved.
FROM debian:12-slim AS made
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
RUN ./dev wheel \
    && .boot/bin/uv venv --python /usr/bin/python3 /opt/misto \
    && .boot/bin/uv pip sync -p /opt/misto --compile-bytecode --require-hashes requirements.lock \
    && .boot/bin/uv pip install -p /opt/misto --compile-bytecode --no-deps dist/*.whl
RUN mkdir -p /srv/misto && cd /srv/misto && MISTO_HOME=/srv/misto /opt/misto/bin/misto nlu train

FROM debian:12-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/misto --shell /usr/sbin/nologin misto
COPY --from=made /opt/misto /opt/misto
COPY --from=made --chown=misto:misto /srv/misto /srv/misto
COPY --chown=misto:misto config.yml /srv/misto/config.yml
ENV PATH=/opt/misto/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MISTO_HOME=/srv/misto \
    MISTO_WEB__HOST=0.0.0.0
WORKDIR /srv/misto
USER misto
# The database, attachments and the trained reader; everything else can be thrown away.
VOLUME /srv/misto/var
EXPOSE 8080
# SIGTERM, the default, stops the intake first and then ends the turn under way.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python3", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["misto"]
CMD ["run"]
