import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import express from 'express';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_KEY, API_SECRET, pageQuery } from '../../../../tests/signing.ts';
import { createShopify } from '../../gateways/shopify/index.ts';
import { adminPages } from './page.ts';

let adminDir: string;
const bridge = 'https://cdn.example/app-bridge.js';

beforeAll(() => {
  adminDir = fs.mkdtempSync(path.join(os.tmpdir(), 'regulars-admin-'));
  fs.mkdirSync(path.join(adminDir, 'assets'));
  const html = '<!doctype html><html><head><script src="/assets/a-1.js"></script></head></html>';
  fs.writeFileSync(path.join(adminDir, 'index.html'), html);
  fs.writeFileSync(path.join(adminDir, 'assets', 'a-1.js'), '1');
});
afterAll(() => fs.rmSync(adminDir, { recursive: true, force: true }));

const platform = createShopify({
  apiKey: API_KEY,
  apiSecrets: [API_SECRET],
  apiVersion: '2026-07',
  scopes: [],
  clock: { now: Date.now },
});

const pages = (frameOrigins: string[] = []) =>
  express().use(
    adminPages({ adminDir, apiKey: 'key"<', appBridgeUrl: bridge, frameOrigins, platform }),
  );

describe('the admin’s page', () => {
  test.each(['/', '/program', '/shoppers/1'])('is at %s, App Bridge first', async (place) => {
    const { status, text, headers } = await request(pages()).get(
      `${place}?shop=northday.myshopify.com`,
    );
    expect(status).toBe(200);
    expect(text).toContain(
      `<head><meta name="shopify-api-key" content="key&quot;&lt;"><script src="${bridge}"></script>`,
    );
    expect(headers['cache-control']).toBe('no-store');
  });

  test('may be framed by that shop’s admin only', async () => {
    const policy = async (shop: string, origins: string[] = []) => {
      const answer = await request(pages(origins)).get(`/?${pageQuery(shop, Date.now())}`);
      return String(answer.headers['content-security-policy']).split(';')[0];
    };
    const ours = 'frame-ancestors https://northday.myshopify.com https://admin.shopify.com';
    expect(await policy('northday.myshopify.com')).toBe(ours);
    expect(await policy('northday.myshopify.com', ['http://*.localhost:1'])).toBe(
      `${ours} http://*.localhost:1`,
    );
    for (const shop of [
      '',
      'evil.example',
      'northday.myshopify.com.evil.example',
      '*.myshopify.com',
      'a.myshopify.com; script-src *',
      'a.myshopify.com\nx',
    ]) {
      expect(await policy(shop)).toBe("frame-ancestors 'none'");
    }
  });

  test('its files are kept for a year; a file that is not there is no page', async () => {
    const file = await request(pages()).get('/assets/a-1.js');
    expect(file.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await request(pages()).get('/assets/b-2.js')).status).toBe(404);
    expect((await request(pages()).get('/assets/..%2findex.html')).status).toBe(404);
  });
});
