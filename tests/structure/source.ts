import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** A source file of the project: its path from the project's root, and its text. */
export type Source = { readonly path: string; readonly text: string };

/** A place where a structure rule is broken, and the rule in words. */
export type Breach = { readonly path: string; readonly line: number; readonly rule: string };

const ROOT = join(import.meta.dirname, '..', '..');
const FOLDERS = ['src', 'emulators', 'bench', 'tools', 'tests', 'bin'];

/** All source files of the project. */
export function readProject(): Source[] {
  return readAll(FOLDERS.map((folder) => `${folder}/**/*.{ts,tsx,mjs}`));
}

/** What people read: all that is written in Markdown. */
export function readDocuments(): Source[] {
  return readAll(['*.md', '{docs,src}/**/*.md']);
}

function readAll(patterns: readonly string[]): Source[] {
  return patterns
    .flatMap((pattern) => globSync(pattern, { cwd: ROOT }))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/**
 * Tests and what only tests use: what they import says nothing about how the product hangs
 * together.
 */
export function isForTests(path: string): boolean {
  return /\.(test|fixture)\.tsx?$|\/(test-support|testing|fixtures)\//.test(path);
}

const trees = new WeakMap<Source, ts.SourceFile>();

/** The syntax tree, with parents; made once for all checks of a source. */
export function parse(source: Source): ts.SourceFile {
  const known = trees.get(source);
  if (known !== undefined) return known;
  const tree = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.Latest, true);
  trees.set(source, tree);
  return tree;
}

/**
 * Every import of a file, of each form and of types too: as it is written, the file of the project
 * that it means (undefined for a package), and its line.
 */
export function importsOf(
  source: Source,
): { specifier: string; target: string | undefined; line: number }[] {
  return ts.preProcessFile(source.text, true, true).importedFiles.map(({ fileName, pos }) => ({
    specifier: fileName,
    target: fileName.startsWith('.') ? join(dirname(source.path), fileName) : undefined,
    line: source.text.slice(0, pos).split('\n').length,
  }));
}

/** Calls `visit` for every node of a tree. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

/** A text, a part of a template, or a pattern. */
export function isText(node: ts.Node): boolean {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isRegularExpressionLiteral(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddleOrTemplateTail(node)
  );
}

/** Every comment of a tree: its text, and where it begins. */
export function commentsIn(tree: ts.SourceFile): { text: string; at: number }[] {
  let code = '';
  walk(tree, (node) => {
    // What looks like a comment in a text is none.
    if (!isText(node)) return;
    code += tree.text.slice(code.length, node.getStart());
    code += ' '.repeat(node.getEnd() - code.length);
  });
  code += tree.text.slice(code.length);
  const comments = code.matchAll(/\/\*.*?\*\/|\/\/[^\n]*/gs);
  return [...comments].map(({ 0: text, index }) => ({ text, at: index }));
}

/** The line, from 1, on which a node begins. */
export function lineOf(node: ts.Node): number {
  return lineAt(node.getSourceFile(), node.getStart());
}

/** The line, from 1, of a position in a tree's text. */
export function lineAt(tree: ts.SourceFile, position: number): number {
  return tree.getLineAndCharacterOfPosition(position).line + 1;
}

/** Fails with one breach a line. */
export function assertNone(breaches: readonly Breach[]): void {
  const lines = breaches.map(({ path, line, rule }) => `${path}:${line} ${rule}`);
  assert.equal(breaches.length, 0, ['rules of structure are broken:', ...lines].join('\n'));
}
