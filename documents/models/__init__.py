from documents.models.batch import Batch, BatchItem
from documents.models.issued import IssuedDocument
from documents.models.number import IssuedNumber
from documents.models.scan import SealedScan

__all__ = ["Batch", "BatchItem", "IssuedDocument", "IssuedNumber", "SealedScan"]
