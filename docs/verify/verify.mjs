// Verifies an evidence file of Schakel with none of its code: node >= 20.15, the package jose, and openssl.
// node verify.mjs evidence.zip root.crt [TIME]   prints VALID, INVALID or CANNOT PROVE; exit 0 only when it is valid.
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'; import { crc32 } from 'node:zlib'
import { createHash, X509Certificate } from 'node:crypto'; import { flattenedVerify } from 'jose'
const [zip, anchorFile, time] = process.argv.slice(2); const now = time ? new Date(time) : new Date(); const work = mkdtempSync('/tmp/verify-'); const found = []
const wrong = (where, what) => found.push(['INVALID', where, what]); const missing = (where, what) => found.push(['CANNOT PROVE', where, what])
const sha = (...parts) => parts.reduce((h, p) => h.update(p), createHash('sha256')).digest(); const hex = bytes => sha(bytes).toString('hex')
const b64 = text => Buffer.from(text ?? '', 'base64url'); const json = bytes => { try { return JSON.parse(bytes) ?? {} } catch { return {} } }
const keep = (name, bytes) => (writeFileSync(`${work}/${name}`, bytes), `${work}/${name}`)
const openssl = (...args) => { const r = spawnSync('openssl', args, { encoding: 'latin1' }); return r.status === 0 ? r.stdout + r.stderr : null } // null: it says no
const skew = 300000; const anchors = (readFileSync(anchorFile, 'latin1').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(pem => new X509Certificate(pem))
// One form of archive only: stored, in order, nothing else. Written again it must be the same bytes.
const le = (...numbers) => Buffer.concat(numbers.map(([n, size]) => { const b = Buffer.alloc(size); b.writeUIntLE(n, 0, size); return b }))
function unzip (a) {
  const files = new Map(); let at = 0; let offset = 0; const parts = []; const directory = []
  while (at + 30 <= a.length && a.readUInt32LE(at) === 0x04034b50) {
    const size = a.readUInt32LE(at + 22); const named = a.readUInt16LE(at + 26); const name = a.toString('latin1', at + 30, at + 30 + named)
    if (named > 120 || !/^[a-z0-9][a-z0-9_-]*([./][a-z0-9][a-z0-9_-]*)*$/.test(name) || [...files.keys()].at(-1) >= name) return null
    files.set(name, a.subarray(at + 30 + named, at + 30 + named + size)); at += 30 + named + size
  }
  for (const [name, b] of files) {
    const n = Buffer.from(name); const head = le([10, 2], [0, 6], [0x21, 2], [crc32(b), 4], [b.length, 4], [b.length, 4], [n.length, 2], [0, 2])
    parts.push(le([0x04034b50, 4]), head, n, b); directory.push(le([0x02014b50, 4], [10, 2]), head, le([0, 6], [0, 4], [offset, 4]), n); offset += 30 + n.length + b.length
  }
  const central = Buffer.concat(directory); const end = le([0x06054b50, 4], [0, 4], [files.size, 2], [files.size, 2], [central.length, 4], [offset, 4], [0, 2])
  return files.size && Buffer.concat([...parts, central, end]).equals(a) ? files : null
}
// RFC 9162 2.1.3.2 and 2.1.4.2: up the tree; `left` takes the hashes that stand on the left, `right` those on the right.
const node = (l, r) => sha(Buffer.from([1]), l, r); const half = n => Math.floor(n / 2)
function climb (fn, sn, path, left, right) {
  for (const p of path) {
    if (sn === 0) return false; if (fn % 2 || fn === sn) { left(p); while (fn % 2 === 0 && fn !== 0) { fn = half(fn); sn = half(sn) } } else right(p)
    fn = half(fn); sn = half(sn)
  }
  return sn === 0
}
function includes (leaf, index, size, path, root) {
  let r = sha(Buffer.from([0]), leaf)
  return index >= 0 && index < size && climb(index, size - 1, path, p => { r = node(p, r) }, p => { r = node(r, p) }) && r.equals(root)
}
function consistent (first, firstRoot, second, secondRoot, path) {
  if (!(first >= 1 && first <= second)) return false
  if (first === second) return path.length === 0 && firstRoot.equals(secondRoot)
  const p = Number.isInteger(Math.log2(first)) ? [firstRoot, ...path] : path; let fr = p[0]; let sr = p[0]; let fn = first - 1; let sn = second - 1; while (fn % 2) { fn = half(fn); sn = half(sn) }
  return p.length > 0 && climb(fn, sn, p.slice(1), c => { fr = node(c, fr); sr = node(c, sr) }, c => { sr = node(sr, c) }) && fr.equals(firstRoot) && sr.equals(secondRoot)
}
function stamp (token, data) { // the moment of a good RFC 3161 token, else nothing
  if (!token) return null; const args = ['-in', keep('t.tsr', token), '-token_in']; const text = openssl('ts', '-reply', ...args, '-text')
  const at = moment(text, 'Time stamp')
  return at && openssl('ts', '-verify', '-data', keep('t.data', data), ...args, '-CAfile', anchorFile, '-attime', String(at / 1000 | 0)) !== null ? at : null
}
const moment = (text, name) => { const m = new RegExp(name + ': (.+)').exec(text ?? ''); return m ? new Date(m[1]) : undefined }
const lists = []; const answers = []; const known = new Map(); let ours = ''; let exported = null // payload signing of the API Design Rules: JAdES over the header Digest
const adrForm = (h, pars) => h.b64 === false && JSON.stringify(h.sigD) === JSON.stringify({ mId: 'http://uri.etsi.org/19182/HttpHeaders', pars }) && [...(h.crit ?? [])].sort().join() === 'b64,sigD' && (h.iat ??= new Date(h.sigT) / 1000)
const oin = c => /(?:^|\n)serialNumber=(.+)/.exec(c.subject)?.[1]
function status (c, by) { // what lists (RFC 5280) and answers of responders (RFC 6960) in the file say of a certificate
  const key = hex(Buffer.concat([c.raw, by.raw])); if (known.has(key)) return known.get(key); const file = keep('c.pem', c.toString()); const issuer = keep('i.pem', by.toString())
  const listed = lists.filter(l => /verify OK/.test(openssl('crl', '-in', l.file, '-noout', '-CAfile', issuer))).map(l => ({ next: l.next, revoked: l.revoked.get(c.serialNumber) }))
  const told = answers.filter(a => a.text.includes(c.serialNumber)).map(a => openssl('ocsp', '-respin', a.file, '-issuer', issuer, '-cert', file, '-VAfile', issuer, '-CAfile', anchorFile, '-attime', String(a.at)) ?? '')
  const words = [...listed, ...told.filter(t => /Response verify OK/.test(t) && /c\.pem: (good|revoked)/.test(t)).map(t => ({ next: moment(t, 'Next Update') ?? new Date(+moment(t, 'This Update') + 3600000), revoked: moment(t, 'Revocation Time') }))]
  return known.set(key, words) && words
}
async function signed (where, payload, jws, typ, by, whose, accepted, lines) { // lines: what a seal over the request signs, of which this was the body
  const [h, , s] = jws.split('.'); const header = json(b64(h)); const pars = lines ? lines.split('\n').map(l => l.split(': ')[0]) : ['digest']; const adr = adrForm(header, pars) && typ === 'overdracht-document+jws'; const chain = (header.x5c ?? []).map(c => new X509Certificate(Buffer.from(c, 'base64')))
  try {
    if (jws.split('.').length !== 3 || [h, s].some(x => b64(x).toString('base64url') !== x) || (!adr && (lines || header.typ !== typ || header.crit))) throw new Error('form'); if (lines && !(new Set(pars).size === pars.length && pars.includes('(request-target)') && lines.split('\n').some(l => /^digest: /.test(l) && l.slice(8).split(',').map(d => d.trim()).filter(d => /^sha-256=/i.test(d)).map(d => d.slice(8)).join() === sha(payload).toString('base64')))) throw new Error('request')
    if ((header['x5t#S256'] || !adr) && header['x5t#S256'] !== sha(chain[0].raw).toString('base64url')) throw new Error('thumbprint')
    await flattenedVerify({ protected: h, payload: adr ? Buffer.from(lines ?? 'digest: SHA-256=' + sha(payload).toString('base64'), 'latin1') : payload.toString('base64url'), signature: s }, chain[0].publicKey, { algorithms: ['ES256', 'PS256', 'EdDSA'], crit: adr ? { sigD: true, b64: true } : {} })
    if (openssl('verify', '-attime', String(header.iat), '-CAfile', anchorFile, '-untrusted', keep('rest.pem', chain.slice(1).join('\n')), keep('leaf.pem', chain[0].toString())) === null) throw new Error('path')
    if (!/Digital Signature, Non Repudiation/.test(openssl('x509', '-in', `${work}/leaf.pem`, '-noout', '-text')) || chain[0].keyUsage?.some(u => /5\.5\.7\.3\.[128]$/.test(u))) throw new Error('purpose')
  } catch (e) { return wrong(where, 'its signature does not hold: ' + e.message) }
  if (whose && oin(chain[0]) !== whose) wrong(where, 'another organisation signed it')
  const at = new Date(header.iat * 1000); const shown = by ?? exported; const until = shown ?? now
  if (at - Math.min(until, accepted ?? until) > skew) wrong(where, 'it says that it was signed after it was accepted, or there'); if (accepted - at - 30 * 86400000 > skew) wrong(where, 'it had expired when it was accepted')
  for (const c of chain) {
    if (until > new Date(c.validTo)) missing(where, 'a time-stamp from before its certificate ended')
    const issuer = [...chain, ...anchors].find(i => i.subject === c.issuer && i.raw.compare(c.raw)); const words = issuer ? status(c, issuer) : []; const revoked = words.map(w => w.revoked).filter(Boolean).sort((x, y) => x - y)[0]
    if (revoked <= at) wrong(where, 'its certificate was revoked before it was signed')
    else if (revoked && !(shown < revoked && shown)) missing(where, 'a time-stamp from before its certificate was revoked')
    else if (issuer && !words.some(w => w.next > at)) missing(where, 'a revocation list, or the answer of a responder, that reaches to when it was signed')
  }
  return oin(chain[0])
}
async function inside (where, bytes, by, whose, accepted) { // a seal among the bytes that it seals
  const t = bytes.toString('latin1'); const seals = []; const all = (o, see) => { if (o && typeof o === 'object') { see(o); Object.values(o).forEach(x => all(x, see)) } }
  if (/oasis-200401-wss-wssecurity-secext|^\s*<.*Provenance.*<signature.*(jose|ZXlK)/s.test(t)) return missing(where, 'a way to judge a seal inside XML: schakel verify does, xmlsec1 does')
  all(json(bytes), o => { if (o.resourceType === 'Provenance') for (const g of [o.signature ?? []].flat()) { const data = g.data ?? g.blob ?? ''; if (/jose/i.test(g.sigFormat ?? g.contentType) || data.startsWith('ZXlK')) seals.push(data) } })
  const rest = t.split(`"${seals[0]}"`); if (seals.length > 1 || (seals.length && rest.length !== 2)) wrong(where, 'not one seal that stands there once')
  else if (seals.length) await signed(where, Buffer.from(rest.join('""'), 'latin1'), Buffer.from(seals[0], 'base64').toString('latin1'), 'overdracht-enclosed+jws', by, whose, accepted)
}
async function check (f) {
  const about = (name) => json(f.get(name) ?? ''); const text = name => (f.get(name) ?? '').toString('latin1')
  const listed = about('contents.json').files ?? {}; const here = [...f.keys()].filter(n => !['contents.json', 'contents.tsr', 'evidence.jws'].includes(n))
  if (Object.keys(listed).sort().join() !== here.join() || here.some(n => hex(f.get(n)) !== listed[n])) return wrong('contents.json', 'other files than were sealed')
  for (const n of here.filter(n => /^trust\/(list|answer)-/.test(n))) {
    const file = keep(n.replace(/\W/g, '-'), f.get(n)); const list = n.startsWith('trust/l'); const text = openssl(...(list ? ['crl', '-noout', '-text', '-in', file] : ['ocsp', '-noverify', '-resp_text', '-respin', file])) ?? ''
    if (!list) answers.push({ file, text, at: moment(text, 'Produced At') / 1000 }); else lists.push({ file, next: moment(text, 'Next Update'), revoked: new Map([...text.matchAll(/Serial Number: (\w+)\s+Revocation Date: (.+)/g)].map(m => [m[1], new Date(m[2])])) })
  }
  const jws = text('evidence.jws'); const word = json(b64(jws.split('.')[1]))
  if (word.contents_sha256 !== hex(f.get('contents.json')) || (word.stamp_sha256 ?? '') !== (f.has('contents.tsr') ? hex(f.get('contents.tsr')) : '')) return wrong('evidence.jws', 'it is about other contents')
  exported = stamp(f.get('contents.tsr'), f.get('contents.json')); if (f.has('contents.tsr') && !exported) missing('contents.tsr', 'the root of the time-stamp authority, or a good time-stamp')
  const compact = (where, t, typ, by) => signed(where, b64(t.split('.')[1]), t, typ, by, ours); ours = await compact('evidence.jws', jws, 'overdracht-evidence+jws'); if (!ours) return
  const points = here.filter(n => /^checkpoints\/.*json$/.test(n)).map(n => [n, about(n)]); const last = points.at(-1)?.[1]; if (!last) return missing('checkpoints', 'a signed checkpoint')
  const roots = new Map(); const stamped = []
  for (const [n, c] of points) {
    if (!consistent(c.size, b64(c.root), last.size, b64(last.root), (c.consistency ?? []).map(b64))) { wrong(n, 'the log of the last checkpoint does not begin with this one'); continue }
    const by = stamp(f.get(n.replace('json', 'tsr')), Buffer.from(c.signed)); if (by) stamped.push([c.size, by]); await signed(n, Buffer.from(`{"version":1,"size":${c.size},"root":"${c.root}","at":"${c.at}"}`), c.signed, 'overdracht-checkpoint+jws', by, ours); roots.set(c.size, c)
  }
  const log = []; const by = at => stamped.filter(([size]) => size > at).map(x => x[1]).sort((x, y) => x - y)[0]
  for (const n of here.filter(n => n.startsWith('log/'))) {
    const l = about(n); if (!sha(b64(l.salt), l.fields).equals(b64(l.leaf))) wrong(n, 'its record is not what the leaf commits to')
    else if (!includes(b64(l.leaf), l.position, last.size, l.path.map(b64), b64(last.root))) wrong(n, 'it does not stand at its place')
    else log.push({ ...json(l.fields), ...l })
  }
  const find = (event, words) => log.filter(l => event.includes(l.event) && ` ${l.reason} `.includes(` ${words} `)).at(-1)
  const ids = new Set(); const stage = e => ({ task: { received: 'seen', cancelled: 'outcome' }[e.outcome] ?? 'answered', custody: 'custody' }[e.event] ?? 'outcome')
  for (const n of here.filter(n => /^(messages|deliveries)\/.*json$/.test(n))) {
    const m = about(n); const folder = n.replace(/[^/]+$/, ''); const bytes = f.get(folder + 'bytes.bin'); const came = n.startsWith('m'); const seal = folder + 'seal.jws'
    const leaf = came ? find(['accept'], 'of ' + m.inbox_id) : find(['deliver', 'tell'], 'bytes sha256 ' + m.sha256)
    if (bytes && hex(bytes) !== m.sha256) wrong(folder, 'other bytes than its description names')
    if (came && ids.size === ids.add(m.sender + ' ' + m.message_id).size) wrong(n, 'its sender gave this message id before: an id is one message\'s for ever')
    if (!leaf && (came || m.state === 'DONE')) { missing(folder, 'its leaf under a signed checkpoint'); continue }
    const says = words => ` ${leaf?.reason} `.includes(` ${words} `); const since = leaf && by(leaf.position); const own = came ? '' : ours; const accepted = came ? new Date(leaf.at) : undefined
    if (leaf && (leaf.actor !== (m.sender ?? m.receiver) || !says('bytes sha256 ' + m.sha256) || (came && new Date(m.accepted_at) - accepted))) wrong(n, 'the audit log has another one in its place')
    if (leaf && f.has(seal) && !says('seal sha256 ' + hex(f.get(seal)))) wrong(seal, 'another seal than that in the log')
    else if (f.has(seal) && bytes) await signed(seal, bytes, text(seal), 'overdracht-document+jws', since, own, accepted)
    else if (came && f.has(seal)) missing(seal, 'the bytes that it seals')
    else if (bytes && says('seal sha256')) missing(seal, 'the seal that the log names')
    const [rq, rt] = ['jws', 'txt'].map(x => folder + 'request.' + x); const both = f.has(rq) && f.has(rt) && Buffer.concat([f.get(rq), Buffer.from('\n'), f.get(rt)]); if (came && both && !says('request sha256 ' + hex(both))) wrong(rq, 'another sealed request than that in the log'); else if (came && both && bytes) await signed(rq, bytes, text(rq), 'overdracht-document+jws', since, own, accepted, text(rt) || ' '); else if (came && (both || f.has(rq) || f.has(rt) || (bytes && says('request sha256')))) missing(rq, 'the sealed request that the log names, or its body'); if (bytes) await inside(folder + 'bytes.bin', bytes, since, own, accepted)
    const stages = new Map(); const receipts = here.filter(x => x.startsWith(folder + 'receipt-')); if (came && !receipts.length) missing(folder, 'a receipt, which binds the message id')
    for (const r of receipts) {
      const said = json(b64(text(r).split('.')[1])); const c = said.checkpoint; const places = said.places ?? []; const last = places.at(-1)
      if (said.inbox_id !== m.inbox_id || said.message_id !== m.message_id || said.bytes_sha256 !== m.sha256 || (said.to ?? m.sender) !== m.sender || said.leaf !== leaf.leaf) { wrong(r, 'the receipt of something else'); continue }
      await compact(r, text(r), 'overdracht-receipt+jws', since); const kind = said.stage + last?.index; const entry = log.find(e => e.position === last?.index)
      if ((stages.get(kind) ?? text(r)) !== text(r)) wrong(r, 'there is another receipt of the same stage'); stages.set(kind, text(r))
      if (said.stage !== 'accepted' && (places.length !== 2 || places[0].index !== leaf.position || places[0].leaf !== said.leaf)) wrong(r, 'it does not show where the log holds it')
      else if (said.stage !== 'accepted' && entry && (last.leaf !== entry.leaf || stage(entry) !== said.stage || entry.actor !== (said.partner ?? '') || entry.outcome !== said.outcome.replace('withdrawn', 'cancelled'))) wrong(r, 'it says something else than the log')
      if (c && !roots.has(c.size)) missing(r, 'the checkpoint that it names')
      else if (c && (roots.get(c.size).root !== c.root || hex(roots.get(c.size).signed) !== c.signed_sha256)) wrong(r, 'the log was rewritten')
      if (places.some(p => !includes(b64(p.leaf), p.index, c.size, p.path.map(b64), b64(c.root)))) wrong(r, 'a leaf does not stand under its checkpoint')
    }
  }
  for (const n of here.filter(n => n.startsWith('decisions/'))) {
    const id = 'decision ' + n.slice(10, -5); if (!find(['consent'], `${id} sha256 ${hex(f.get(n))}`) && find(['consent'], id)) wrong(n, 'the log has another digest of it')
  }
}
try { const f = unzip(readFileSync(zip)); f ? await check(f) : wrong('the file', 'not an evidence file that was written whole') } finally { rmSync(work, { recursive: true }) }
for (const [weight, where, what] of found) console.log(`${weight === 'INVALID' ? '!' : '?'} ${where}: ${what}`)
const verdict = ['INVALID', 'CANNOT PROVE'].find(v => found.some(x => x[0] === v)) ?? 'VALID'; console.log(verdict); process.exit(verdict === 'VALID' ? 0 : 1)
