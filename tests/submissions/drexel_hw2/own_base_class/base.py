from abc import ABC, abstractmethod
class Module(ABC):
    def __init__(self): self.__i = self.__o = []
    def setPrevIn(self, x): self.__i = x
    def setPrevOut(self, x): self.__o = x
    def getPrevIn(self): return self.__i
    def getPrevOut(self): return self.__o
    def keep(self, i, o):
        self.setPrevIn(i); self.setPrevOut(o)
        return o
    def backward(self, g): return g * self.gradient()
    @abstractmethod
    def forward(self, x): pass
    @abstractmethod
    def gradient(self): pass
