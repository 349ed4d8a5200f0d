# The server for real shops: web, worker or both (ROLE). PostgreSQL is not in it.
FROM node:24-bookworm-slim AS made
WORKDIR /regulars
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production LOG_LEVEL=info PORT=4000
WORKDIR /regulars
COPY --from=made --chown=node:node /regulars /regulars
USER node
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "scripts/bootstrap.mjs", "serve"]
