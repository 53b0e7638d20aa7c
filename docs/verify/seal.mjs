// Checks one seal with none of Schakel's code: node seal.mjs FORM ROOT MESSAGE [SEAL] [HEAD]
// FORM is provenance (inside a FHIR Bundle), overdracht or adr (beside it: the value of the header, or a file .jws), or
// adr-message (over the request: HEAD holds its lines as they came, without Message-Signature or with it).
import { flattenedVerify } from 'jose'
import { X509Certificate, createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const [form, root, message, seal, head] = process.argv.slice(2)
const body = readFileSync(message)
const beside = () => readFileSync(seal, 'latin1').trim()
const must = (good, why) => { if (!good) { console.log(`INVALID ${why}`); process.exit(1) } }

// What is signed: every byte but the seal itself.
function provenance () {
  const signatures = JSON.parse(body).entry.map(entry => entry.resource)
    .filter(resource => resource?.resourceType === 'Provenance').flatMap(resource => resource.signature ?? [])
    .filter(signature => signature.sigFormat === 'application/jose')
  must(signatures.length === 1, 'not one seal')
  const parts = body.toString('latin1').split(`"${signatures[0].data}"`)
  must(parts.length === 2, 'the seal does not stand there once')
  return [Buffer.from(signatures[0].data, 'base64').toString('latin1'), Buffer.from(parts.join('""'), 'latin1')]
}

// The headers that the signature names, as they came, each once; the target and the digest of this body among them.
function request (names) {
  const [first, ...lines] = readFileSync(head, 'latin1').split(/\r?\n/)
  const [method, target] = first.split(' ')
  const value = name => {
    const found = lines.filter(line => line.toLowerCase().startsWith(name + ':')).map(line => line.slice(name.length + 1).trim())
    must(found.length === 1, `${name} comes ${found.length} times`)
    return found[0]
  }
  must(['(request-target)', 'host', 'digest'].every(name => names.includes(name)), 'it does not sign enough')
  must(`digest: ${value('digest')}` === digest(), 'a digest of another body')
  return names.map(name => `${name}: ${name === '(request-target)' ? `${method.toLowerCase()} ${target}` : value(name)}`).join('\n')
}

const forms = {
  provenance: { typ: 'overdracht-enclosed+jws', read: provenance },
  overdracht: { typ: 'overdracht-document+jws', read: () => [beside(), body] },
  adr: { crit: { sigD: true, b64: true }, read: () => [beside(), Buffer.from(digest())] },
  'adr-message': { crit: { sigD: true, b64: true }, read: () => [beside(), Buffer.from(request(header(beside()).sigD.pars), 'latin1')] }
}
const header = jws => JSON.parse(Buffer.from(jws.split('.')[0], 'base64url'))
const digest = () => 'digest: SHA-256=' + createHash('sha256').update(body).digest('base64')

const [jws, payload] = forms[form].read()
const [encoded, , signature] = jws.split('.')
const { alg, typ, iat, sigT, b64, x5c } = header(jws)
const at = iat === undefined ? Date.parse(sigT) : iat * 1000
must(forms[form].typ === undefined || typ === forms[form].typ, 'another kind of signature')
const chain = [...x5c.map(one => new X509Certificate(Buffer.from(one, 'base64'))), new X509Certificate(readFileSync(root))]
for (let i = 0; i + 1 < chain.length; i++) {
  must(chain[i].checkIssued(chain[i + 1]) && chain[i].verify(chain[i + 1].publicKey), 'certificate ' + i)
  must(Date.parse(chain[i].validFrom) <= at && at <= Date.parse(chain[i].validTo), 'certificate ' + i + ' at ' + at)
}
const input = { protected: encoded, payload: b64 === false ? payload : payload.toString('base64url'), signature }
await flattenedVerify(input, chain[0].publicKey, { algorithms: ['ES256', 'PS256'], crit: forms[form].crit })
  .catch(wrong => must(false, wrong.message))
console.log(`VALID ${alg} ${new Date(at).toISOString()} ${chain[0].subject.replaceAll('\n', ', ')}`)
