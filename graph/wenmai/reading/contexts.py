"""Contexts of JSON-LD that come with wenmai, so that the usual documents open without a network.

Each is a small one of our own, made from the published vocabulary (names, and which properties lead to resources, dates or
times), not a copy of the published context. What it leaves out: containers by language or index, terms that few documents use.
``--context ADDRESS=FILE`` takes the published one, and goes before these.
"""

from __future__ import annotations

from typing import Any, NamedTuple

XSD = "http://www.w3.org/2001/XMLSchema#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


class Known(NamedTuple):
    """A context: the vocabulary with its version, the addresses it goes by (without scheme and last slash), and itself."""

    vocabulary: str
    addresses: tuple[str, ...]
    context: dict[str, Any]


def _ids(names: str) -> dict[str, Any]:
    return {name: {"@type": "@id"} for name in names.split()}


def _typed(kind: str, names: str) -> dict[str, Any]:
    return {name: {"@type": kind} for name in names.split()}


_KEYWORDS = {"id": "@id", "type": "@type"}

_SCHEMA_IDS = (
    "acquireLicensePage additionalType codeRepository contentUrl discussionUrl downloadUrl embedUrl hasMap image isBasedOn "
    "isBasedOnUrl labelDetails license logo mainEntityOfPage map maps menu paymentUrl photo publishingPrinciples relatedLink "
    "replyToUrl sameAs screenshot serviceUrl significantLink significantLinks softwareHelp targetUrl thumbnailUrl ticketToken "
    "trackingUrl url usageInfo archivedAt correctionsPolicy ethicsPolicy masthead"
)
_SCHEMA_DATES = (
    "birthDate deathDate dateCreated dateIssued dateModified datePublished dateDeleted dissolutionDate endDate expires "
    "foundingDate startDate uploadDate validFrom validThrough validUntil datePosted dateRead dateSent dateReceived "
    "availabilityStarts availabilityEnds lastReviewed priceValidUntil temporal releaseDate purchaseDate"
)
_SCHEMA: dict[str, Any] = {
    **_KEYWORDS,
    "@vocab": "http://schema.org/",
    "schema": "http://schema.org/",
    "rdf": _RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": XSD,
    **_ids(_SCHEMA_IDS),
    **_typed("http://schema.org/Date", _SCHEMA_DATES),
}

_CODEMETA: dict[str, Any] = {
    **_SCHEMA,
    "codemeta": "https://codemeta.github.io/terms/",
    **{
        name: {"@id": f"codemeta:{name}", "@type": "@id"}
        for name in (
            "issueTracker",
            "referencePublication",
            "contIntegration",
            "buildInstructions",
            "readme",
            "hasSourceCode",
        )
    },
    **{
        name: {"@id": f"codemeta:{name}"}
        for name in ("developmentStatus", "funding", "maintainer", "softwareSuggestions")
    },
    **{name: {"@container": "@list"} for name in ("author", "contributor", "editor")},
    "softwareRequirements": {"@type": "@id"},
}

_CRATE: dict[str, Any] = {
    **_SCHEMA,
    "File": "http://schema.org/MediaObject",
    "Journal": "http://schema.org/Periodical",
    "conformsTo": {"@id": "http://purl.org/dc/terms/conformsTo", "@type": "@id"},
    "hasFile": {"@id": "http://pcdm.org/models#hasFile", "@type": "@id"},
    "hasMember": {"@id": "http://pcdm.org/models#hasMember", "@type": "@id"},
    "RepositoryObject": "http://pcdm.org/models#Object",
    "RepositoryCollection": "http://pcdm.org/models#Collection",
    "ComputationalWorkflow": "https://bioschemas.org/ComputationalWorkflow",
    "FormalParameter": "https://bioschemas.org/FormalParameter",
    "input": "https://bioschemas.org/ComputationalWorkflow#input",
    "output": "https://bioschemas.org/ComputationalWorkflow#output",
    "wasDerivedFrom": {"@id": "http://www.w3.org/ns/prov#wasDerivedFrom", "@type": "@id"},
}

_OA = "http://www.w3.org/ns/oa#"
_ANNOTATION: dict[str, Any] = {
    **_KEYWORDS,
    "@vocab": _OA,
    "oa": _OA,
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "dctypes": "http://purl.org/dc/dcmitype/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "as": "http://www.w3.org/ns/activitystreams#",
    "schema": "http://schema.org/",
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "state": {"@id": "oa:hasState", "@type": "@id"},
    "scope": {"@id": "oa:hasScope", "@type": "@id"},
    "refinedBy": {"@type": "@id"},
    "renderedVia": {"@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "creator": {"@id": "dcterms:creator", "@type": "@id"},
    "generator": {"@id": "as:generator", "@type": "@id"},
    "rights": {"@id": "dcterms:rights", "@type": "@id"},
    "created": {"@id": "dcterms:created", "@type": f"{XSD}dateTime"},
    "modified": {"@id": "dcterms:modified", "@type": f"{XSD}dateTime"},
    "generated": {"@id": "dcterms:issued", "@type": f"{XSD}dateTime"},
    "format": "dc:format",
    "language": "dc:language",
    "value": f"{_RDF}value",
    "name": "foaf:name",
    "nickname": "foaf:nick",
    "email": {"@id": "foaf:mbox", "@type": "@id"},
    "homepage": {"@id": "foaf:homepage", "@type": "@id"},
    "start": {"@id": "oa:start", "@type": f"{XSD}nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": f"{XSD}nonNegativeInteger"},
    "Person": "foaf:Person",
    "Organization": "foaf:Organization",
    "Software": "as:Application",
    "Dataset": "dctypes:Dataset",
    "Image": "dctypes:StillImage",
    "Video": "dctypes:MovingImage",
    "Audio": "dctypes:Sound",
    "Text": "dctypes:Text",
}

_ACTIVITY_IDS = (
    "actor attributedTo attachment bcc bto cc context current first generator icon image inReplyTo instrument last location "
    "items next object oneOf anyOf origin prev preview provider replies result audience partOf tag target to url href "
    "relationship describes subject inbox outbox following followers liked streams endpoints"
)
_ACTIVITY: dict[str, Any] = {
    **_KEYWORDS,
    "@vocab": "https://www.w3.org/ns/activitystreams#",
    "as": "https://www.w3.org/ns/activitystreams#",
    "ldp": "http://www.w3.org/ns/ldp#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    **_ids(_ACTIVITY_IDS),
    "inbox": {"@id": "ldp:inbox", "@type": "@id"},
    "orderedItems": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    **_typed(f"{XSD}dateTime", "published updated startTime endTime deleted closed"),
    "duration": {"@type": f"{XSD}duration"},
}

_CREDENTIAL: dict[str, Any] = {
    **_KEYWORDS,
    "@vocab": "https://www.w3.org/2018/credentials#",
    "cred": "https://www.w3.org/2018/credentials#",
    "sec": "https://w3id.org/security#",
    **_ids(
        "issuer holder credentialSubject credentialStatus credentialSchema evidence termsOfUse verifiableCredential"
    ),
    "proof": {"@id": "sec:proof", "@type": "@id"},
    "verificationMethod": {"@id": "sec:verificationMethod", "@type": "@id"},
    **_typed(f"{XSD}dateTime", "issuanceDate expirationDate validFrom validUntil"),
    "created": {"@id": "http://purl.org/dc/terms/created", "@type": f"{XSD}dateTime"},
    "name": "http://schema.org/name",
    "description": "http://schema.org/description",
}

_PERSON: dict[str, Any] = {
    **_KEYWORDS,
    "@vocab": "http://xmlns.com/foaf/0.1/",
    "born": {"@id": "http://schema.org/birthDate", "@type": f"{XSD}date"},
    "spouse": {"@id": "http://schema.org/spouse", "@type": "@id"},
    "email": "http://schema.org/email",
    "jobTitle": "http://schema.org/jobTitle",
    **_ids("homepage knows depiction"),
}

CONTEXTS = (
    Known(
        "schema.org 30.0",
        ("schema.org", "schema.org/docs/jsonldcontext.jsonld", "schema.org/docs/jsonldcontext.json", "www.schema.org"),
        _SCHEMA,
    ),
    Known(
        "CodeMeta 2.0 to 3.0",
        (
            "doi.org/10.5063/schema/codemeta-2.0", "w3id.org/codemeta/3.0", "w3id.org/codemeta/v3.0", "w3id.org/codemeta/v2.0",
            "raw.githubusercontent.com/codemeta/codemeta/2.0/codemeta.jsonld",
        ),
        _CODEMETA,
    ),
    Known("RO-Crate 1.0 to 1.2", tuple(f"w3id.org/ro/crate/1.{n}/context" for n in range(3)), _CRATE),
    Known("Web Annotation (2017)", ("www.w3.org/ns/anno.jsonld", "www.w3.org/ns/anno"), _ANNOTATION),
    Known("Activity Streams 2.0", ("www.w3.org/ns/activitystreams", "www.w3.org/ns/activitystreams.jsonld"), _ACTIVITY),
    Known("Verifiable Credentials 1.1 and 2.0", ("www.w3.org/2018/credentials/v1", "www.w3.org/ns/credentials/v2"), _CREDENTIAL),
    Known("json-ld.org's person", ("json-ld.org/contexts/person.jsonld", "json-ld.org/contexts/person"), _PERSON),
)  # fmt: skip
"""The contexts at hand."""


def known_context(address: str) -> Known | None:
    """The context that goes by an address, with ``http:`` or ``https:``, with or without a slash at its end.

    >>> known_context("https://schema.org/").vocabulary
    'schema.org 30.0'
    """
    plain = address.partition("://")[2].partition("#")[0].rstrip("/")
    return next((one for one in CONTEXTS if plain in one.addresses), None)
