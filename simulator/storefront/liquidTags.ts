/** Shopify's Liquid tags that liquidjs does not bring. https://shopify.dev/docs/api/liquid/tags */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Hash,
  Tag,
  type Context,
  type Emitter,
  type Liquid,
  type Parser,
  type TagToken,
  type Template,
  type TopLevelToken,
} from 'liquidjs';
import { escapeHtml } from './translations.ts';

/** Registers form, section, content_for, style, paginate and the tags that print nothing. */
export function registerTags(engine: Liquid, rootDir: string): void {
  for (const name of ['schema', 'javascript', 'stylesheet', 'doc']) {
    engine.registerTag(name, swallowing(`end${name}`));
  }
  engine.registerTag('style', wrapping('endstyle', '<style data-shopify>', '</style>'));
  engine.registerTag('paginate', wrapping('endpaginate', '', ''));
  engine.registerTag('form', FormTag);
  engine.registerTag('content_for', ContentForTag);
  engine.registerTag('section', sectionTag(rootDir));
}

/** The settings in a `{% schema %}` and what a block or section starts with. */
export type Schema = {
  name?: string;
  target?: string;
  javascript?: string;
  stylesheet?: string;
  class?: string;
  tag?: string | null;
  available_if?: string;
  enabled_on?: { templates?: string[] };
  disabled_on?: { templates?: string[] };
  settings?: { id?: string; default?: unknown }[];
};

/** Reads the JSON of a file's schema tag; a file without one has an empty schema. */
export function readSchema(source: string): Schema {
  const json = /\{%-?\s*schema\s*-?%\}([\s\S]*?)\{%-?\s*endschema\s*-?%\}/.exec(source)?.[1];
  return json === undefined ? {} : (JSON.parse(json) as Schema);
}

/** Setting id → default, as a merchant who changed nothing has them. */
export function defaultSettings(schema: Schema): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const { id, default: value } of schema.settings ?? []) if (id) settings[id] = value;
  return settings;
}

type TagClass = Parameters<Liquid['registerTag']>[1];

function swallowing(endName: string): TagClass {
  return class extends Tag {
    constructor(token: TagToken, remain: TopLevelToken[], liquid: Liquid) {
      super(token, remain, liquid);
      while (remain.length > 0) {
        const next = remain.shift() as TopLevelToken & { name?: string };
        if (next.name === endName) return;
      }
      throw new Error(`${token.getText()} is not closed`);
    }
    *render(): Generator<unknown, void, unknown> {}
  };
}

function readBlock(
  token: TagToken,
  remain: TopLevelToken[],
  parser: Parser,
  endName: string,
): Template[] {
  const templates: Template[] = [];
  const stream = parser.parseStream(remain);
  stream
    .on(`tag:${endName}`, () => stream.stop())
    .on('template', (template: Template) => templates.push(template))
    .on('end', () => {
      throw new Error(`${token.getText()} is not closed`);
    });
  stream.start();
  return templates;
}

function wrapping(endName: string, before: string, after: string): TagClass {
  return class extends Tag {
    templates: Template[];
    constructor(token: TagToken, remain: TopLevelToken[], liquid: Liquid, parser: Parser) {
      super(token, remain, liquid);
      this.templates = readBlock(token, remain, parser, endName);
    }
    *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
      emitter.write(before);
      yield this.liquid.renderer.renderTemplates(this.templates, context, emitter);
      emitter.write(after);
    }
  };
}

const formActions: Readonly<Record<string, string>> = {
  product: 'cart_add_url',
  cart: 'cart_url',
  customer_login: 'account_login_url',
  create_customer: 'account_url',
};

/** https://shopify.dev/docs/storefronts/themes/customer-engagement/email-consent */
const FIXED_ACTIONS: Readonly<Record<string, string>> = { customer: '/contact#contact_form' };

/** `{% form 'product', product, class: 'x' %}`: a POST form with Shopify's hidden fields. */
class FormTag extends Tag {
  templates: Template[];
  type: string;
  hash: Hash;
  constructor(token: TagToken, remain: TopLevelToken[], liquid: Liquid, parser: Parser) {
    super(token, remain, liquid);
    const match = /^\s*['"]([\w-]+)['"]\s*(?:,\s*[\w.]+(?=\s*(?:,|$)))?\s*,?(.*)$/s.exec(
      token.args,
    );
    if (!match) throw new Error(`form needs a quoted type: ${token.getText()}`);
    this.type = match[1] ?? '';
    this.hash = new Hash(match[2] ?? '');
    this.templates = readBlock(token, remain, parser, 'endform');
  }
  *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    const values = (yield this.hash.render(context)) as Record<string, unknown>;
    const route = formActions[this.type];
    const action = route
      ? context.getSync(['routes', route])
      : (FIXED_ACTIONS[this.type] ?? values['action']);
    const extra = Object.entries({ ...values, action: undefined })
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => ` ${name}="${escapeHtml(String(value))}"`)
      .join('');
    emitter.write(
      `<form method="post" action="${escapeHtml(String(action ?? ''))}" accept-charset="UTF-8"` +
        `${extra}><input type="hidden" name="form_type" value="${this.type}">` +
        '<input type="hidden" name="utf8" value="✓">',
    );
    const child = context.spawn({ ...scopeOf(context), form: { errors: null } });
    yield this.liquid.renderer.renderTemplates(this.templates, child, emitter);
    emitter.write('</form>');
  }
}

function scopeOf(context: Context): Record<string, unknown> {
  return context.getAll() as Record<string, unknown>;
}

/** `{% content_for 'blocks' %}`: where the merchant placed the app's section blocks. */
class ContentForTag extends Tag {
  *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    emitter.write(String(context.getSync(['content_for_app_blocks']) ?? ''));
  }
}

function sectionTag(rootDir: string): TagClass {
  return class extends Tag {
    sectionName: string;
    constructor(token: TagToken, remain: TopLevelToken[], liquid: Liquid) {
      super(token, remain, liquid);
      this.sectionName = /['"]([\w-]+)['"]/.exec(token.args)?.[1] ?? '';
    }
    *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
      const path = `sections/${this.sectionName}.liquid`;
      const source = readFileSync(join(rootDir, path), 'utf8');
      const section = { id: this.sectionName, settings: defaultSettings(readSchema(source)) };
      const templates = this.liquid.parse(source, path);
      emitter.write(`<div id="shopify-section-${this.sectionName}" class="shopify-section">`);
      yield this.liquid.renderer.renderTemplates(templates, context.spawn({ section }), emitter);
      emitter.write('</div>');
    }
  };
}
