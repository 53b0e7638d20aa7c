// Checks one seal with none of Schakel's code: node seal.mjs FORM ROOT MESSAGE [SEAL]
// FORM is provenance (inside a FHIR Bundle), overdracht or adr (beside it: the value of the header, or a file .jws).
import { flattenedVerify } from 'jose'
import { X509Certificate, createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const [form, root, message, seal] = process.argv.slice(2)
const body = readFileSync(message)
const beside = () => readFileSync(seal, 'latin1').trim()
const must = (good, why) => { if (!good) { console.log(`INVALID ${why}`); process.exit(1) } }

// What is signed: every byte but the seal itself.
function provenance () {
  const signatures = JSON.parse(body).entry.map(entry => entry.resource)
    .filter(resource => resource.resourceType === 'Provenance').flatMap(resource => resource.signature ?? [])
    .filter(signature => signature.sigFormat === 'application/jose')
  must(signatures.length === 1, 'not one seal')
  const parts = body.toString('latin1').split(`"${signatures[0].data}"`)
  must(parts.length === 2, 'the seal does not stand there once')
  return [Buffer.from(signatures[0].data, 'base64').toString('latin1'), Buffer.from(parts.join('""'), 'latin1')]
}

const forms = {
  provenance: { typ: 'overdracht-enclosed+jws', read: provenance },
  overdracht: { typ: 'overdracht-document+jws', read: () => [beside(), body] },
  adr: { typ: 'JOSE', crit: { sigD: true, b64: true }, read: () => [beside(), Buffer.from(digest())] }
}
const digest = () => 'digest: SHA-256=' + createHash('sha256').update(body).digest('base64')

const [jws, payload] = forms[form].read()
const [head, , signature] = jws.split('.')
const header = JSON.parse(Buffer.from(head, 'base64url'))
must(header.typ === forms[form].typ, 'another kind of signature')
const chain = [...header.x5c.map(one => new X509Certificate(Buffer.from(one, 'base64'))), new X509Certificate(readFileSync(root))]
for (let i = 0; i + 1 < chain.length; i++) {
  must(chain[i].checkIssued(chain[i + 1]) && chain[i].verify(chain[i + 1].publicKey), 'certificate ' + i)
  const at = header.iat * 1000
  must(Date.parse(chain[i].validFrom) <= at && at <= Date.parse(chain[i].validTo), 'certificate ' + i + ' at ' + header.iat)
}
const input = { protected: head, payload: header.b64 === false ? payload : payload.toString('base64url'), signature }
await flattenedVerify(input, chain[0].publicKey, { algorithms: ['ES256', 'PS256'], crit: forms[form].crit })
  .catch(wrong => must(false, wrong.message))
console.log(`VALID ${header.alg} ${new Date(header.iat * 1000).toISOString()} ${chain[0].subject.replaceAll('\n', ', ')}`)
