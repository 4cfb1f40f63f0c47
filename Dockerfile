# One image for web, worker, beat and commands; docker-compose.yml says which of them a container is.
FROM python:3.13-slim-trixie AS build
COPY requirements/base.txt /tmp/base.txt
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes --disable-pip-version-check -r /tmp/base.txt

FROM python:3.13-slim-trixie
# What WeasyPrint draws PDF files with.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /venv /venv
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal -m 0700 /data
WORKDIR /app
COPY . .
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    VAR_DIR=/data \
    STATIC_ROOT=/app/staticfiles
RUN python -m compileall -q . \
 && python -m scripts.compile_messages \
 && VAR_DIR=/tmp/build python manage.py collectstatic --no-input --verbosity 0 \
 && rm -rf /tmp/build
USER portal
EXPOSE 8000
CMD ["gunicorn", "-c", "python:scripts.gunicorn_conf", "--bind", "0.0.0.0:8000"]
