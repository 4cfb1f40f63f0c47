# One image for web, worker, beat and commands; docker-compose.yml says which of them a container is.
FROM python:3.13-slim-trixie AS system
# What WeasyPrint draws PDF files with.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1 \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal -m 0700 /data /data/files
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    VAR_DIR=/data \
    STATIC_ROOT=/app/staticfiles
WORKDIR /app

FROM system AS build
COPY requirements/base.txt /tmp/base.txt
RUN python -m venv /venv \
 && pip install --no-cache-dir --no-deps --require-hashes --disable-pip-version-check -r /tmp/base.txt
COPY . .
# Readable for the user below, also where the files were checked out under a strict umask.
RUN chmod -R a+rX,go-w . \
 && python -m compileall -q . \
 && python -m scripts.compile_messages \
 && VAR_DIR=/tmp/build python manage.py collectstatic --no-input --verbosity 0

FROM system
COPY --from=build /venv /venv
COPY --from=build /app /app
USER portal
EXPOSE 8000
CMD ["gunicorn", "-c", "python:scripts.gunicorn_conf", "--bind", "0.0.0.0:8000"]
